using System.Net;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace Fitness.Api.Storage;

/// <summary>
/// Runs DynamoDB requests with a deadline and a bound on how many wait, and turns every kind of unavailability into
/// <see cref="StorageUnavailableException"/>.
/// </summary>
public sealed partial class StorageCalls
{
    /// <summary>The maximum duration of one request with all its retries.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(8);

    private readonly TableAbsence absence;
    private readonly StorageLoad load;
    private readonly TimeProvider time;
    private readonly RepeatedLog unavailable;

    internal StorageCalls(TableAbsence absence, StorageLoad load, TimeProvider time, ILogger<StorageCalls> logger)
    {
        (this.absence, this.load, this.time) = (absence, load, time);
        unavailable = new RepeatedLog(time, (reason, more) => LogUnavailable(logger, reason, more));
    }

    /// <summary>Runs a request.</summary>
    /// <typeparam name="T">The type of its response.</typeparam>
    /// <param name="call">Sends the request; its token is cancelled at the deadline.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="StorageException">The storage is unreachable, throttles, lacks the table or fails, or too many requests wait for it.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        long entered;
        try
        {
            entered = load.Enter();
        }
        catch (StorageBusyException exception)
        {
            unavailable.Write(exception.Message);
            throw;
        }
        bool? answered = null;
        try
        {
            var response = await RunUnboundedAsync(call, Deadline, cancellation);
            answered = true;
            return response;
        }
        catch (AmazonServiceException)
        {
            answered = true;
            throw;
        }
        catch (StorageThrottledException)
        {
            // It did answer, and what it does not take is mostly the requests of one user: no reason to let others wait.
            throw;
        }
        catch (StorageUnavailableException)
        {
            answered = false;
            throw;
        }
        finally
        {
            load.Leave(entered, answered);
        }
    }

    /// <summary>Runs a request of the service's own, which must not be refused because others wait.</summary>
    /// <inheritdoc cref="RunAsync"/>
    /// <param name="call">Sends the request; its token is cancelled at the deadline.</param>
    /// <param name="deadline">The maximum duration of the request with all its retries.</param>
    /// <param name="cancellation">Cancels the request.</param>
    internal async Task<T> RunUnboundedAsync<T>(Func<CancellationToken, Task<T>> call, TimeSpan deadline, CancellationToken cancellation)
    {
        using var limited = new CancellationTokenSource(deadline, time);
        await using var link = cancellation.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), limited);
        try
        {
            var response = await call(limited.Token);
            // The client library fills in nothing for what an answer lacks; it must not pass for an empty list.
            return response is QueryResponse { Items: null } or BatchGetItemResponse { Responses: null }
                ? throw new AmazonClientException("The answer is not whole.")
                : response;
        }
        // What the table's state decides is the caller's to handle.
        catch (AmazonServiceException exception) when (IsDecision(exception))
        {
            throw;
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        // Everything else that a client library throws because of what the other side or the network did.
        catch (Exception exception) when (exception is not StorageException)
        {
            if (exception is ResourceNotFoundException)
                absence.Report();
            var reason = ReasonOf(exception);
            unavailable.Write(reason, exception.Message);
            throw exception is ProvisionedThroughputExceededException or ThrottlingException
                ? new StorageThrottledException(exception)
                : new StorageUnavailableException(reason, exception);
        }
    }

    private static bool IsDecision(AmazonServiceException exception) =>
        exception
            is ConditionalCheckFailedException
                or TransactionCanceledException
                or TransactionConflictException
                or TransactionInProgressException
                or IdempotentParameterMismatchException
                or ItemCollectionSizeLimitExceededException
                or ResourceInUseException;

    private static string ReasonOf(Exception exception) =>
        exception switch
        {
            ResourceNotFoundException => "The table is not there.",
            ProvisionedThroughputExceededException or RequestLimitExceededException or ThrottlingException => "It is throttling requests.",
            OperationCanceledException or TimeoutException or { InnerException: TimeoutException or OperationCanceledException } =>
                "It did not answer in time.",
            // A role without the permission, or expired credentials.
            AmazonServiceException
            {
                StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError,
                ErrorCode.Length: > 0
            } refusal => $"It refuses: {refusal.ErrorCode}.",
            _ => "It cannot be reached or fails.",
        };

    [LoggerMessage(13, LogLevel.Warning, "The storage is unavailable: {Reason}{More}")]
    private static partial void LogUnavailable(ILogger logger, string reason, string more);
}
