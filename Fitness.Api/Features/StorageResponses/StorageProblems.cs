using Fitness.Api.Storage;
using Fitness.Api.Web.Problems;
using Microsoft.AspNetCore.Diagnostics;

namespace Fitness.Api.Features.StorageResponses;

/// <summary>What clients are told when the storage fails.</summary>
public static class StorageProblems
{
    /// <summary>The failure as problem details.</summary>
    public static ProblemResult ToProblem(this StorageException failure) =>
        ProblemResult.Of(
            failure switch
            {
                StorageFullException => ProblemTypes.StorageFull,
                StorageBusyException => ProblemTypes.Busy,
                _ => ProblemTypes.Unavailable,
            },
            failure.Message
        );

    internal static void AddStorageProblems(this WebApplicationBuilder builder) =>
        builder.Services.AddExceptionHandler<StorageExceptionHandler>();

    private sealed class StorageExceptionHandler : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            if (exception is not StorageException failure)
                return false;
            await failure.ToProblem().ExecuteAsync(httpContext);
            return true;
        }
    }
}
