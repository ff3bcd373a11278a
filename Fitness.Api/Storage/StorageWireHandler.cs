using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Fitness.Api.Storage;

/// <summary>Shows an observer what is sent and answered. Comes between the SDK's HTTP handler and what reads its answer.</summary>
internal sealed class StorageWireHandler : PipelineHandler
{
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        if (executionContext is not ObservedContext { Observed: var observed })
            return await base.InvokeAsync<T>(executionContext);
        if (executionContext.RequestContext.Request.ContentStream is { CanSeek: true } body)
        {
            var begin = body.Position;
            observed.Send(body);
            body.Position = begin;
        }
        try
        {
            var response = await base.InvokeAsync<T>(executionContext);
            executionContext.ResponseContext.HttpResponse = Observe(executionContext.ResponseContext.HttpResponse, observed);
            return response;
        }
        catch (HttpErrorResponseException exception)
        {
            throw new HttpErrorResponseException(exception.Message, exception, Observe(exception.Response, observed));
        }
    }

    private static ObservedResponse Observe(IWebResponseData response, IObservedRequest observed)
    {
        observed.Answer((int)response.StatusCode);
        return new ObservedResponse(response, observed);
    }
}

/// <summary>The context of a request that is observed.</summary>
/// <param name="context">The SDK's.</param>
/// <param name="observed">The request.</param>
internal sealed class ObservedContext(IExecutionContext context, IObservedRequest observed) : IExecutionContext
{
    /// <summary>The request.</summary>
    public IObservedRequest Observed => observed;

    public IResponseContext ResponseContext => context.ResponseContext;

    public IRequestContext RequestContext => context.RequestContext;
}
