using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Fitness.Api.Storage;

/// <summary>Shows an observer what is sent and answered. Comes between the SDK's HTTP handler and what reads its answer.</summary>
internal sealed class StorageWireHandler : PipelineHandler
{
    private static readonly AsyncLocal<IObservedRequest?> OfThisFlow = new();

    /// <summary>The request of this flow, if it is observed.</summary>
    public static IObservedRequest? Observed
    {
        get => OfThisFlow.Value;
        set => OfThisFlow.Value = value;
    }

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        if (Observed is not { } observed)
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
