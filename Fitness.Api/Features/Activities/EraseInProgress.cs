using Fitness.Api.Web.Problems;
using Microsoft.AspNetCore.Diagnostics;

namespace Fitness.Api.Features.Activities;

/// <summary>All data of the user is being erased; no write is allowed meanwhile.</summary>
public sealed class EraseInProgressException()
    : Exception($"All your data is being erased. Repeat DELETE {Routes.Me} until it returns 204.");

/// <summary>Responds to a request that arrived while all data of its user was being erased.</summary>
internal sealed class EraseInProgressHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not EraseInProgressException)
            return false;
        await ProblemResult.Of(ProblemTypes.EraseInProgress, exception.Message).ExecuteAsync(httpContext);
        return true;
    }
}
