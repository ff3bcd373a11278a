using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace Fitness.Api.Storage;

/// <summary>Runs DynamoDB requests with a deadline, and turns every kind of unavailability into <see cref="StorageUnavailableException"/>.</summary>
/// <param name="absence">Is told when the table is missing.</param>
/// <param name="logger">Logs each failure.</param>
public sealed partial class StorageCalls(TableAbsence absence, ILogger<StorageCalls> logger)
{
    /// <summary>The maximum duration of one request with all its retries.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(8);

    /// <summary>Runs a request.</summary>
    /// <typeparam name="T">The type of its response.</typeparam>
    /// <param name="call">Sends the request; its token is cancelled at the deadline.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="StorageUnavailableException">The storage is unreachable, throttles, lacks the table or fails.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Deadline);
        try
        {
            return await call(deadline.Token);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw Unavailable("It did not answer in time.", exception);
        }
        catch (ResourceNotFoundException exception)
        {
            absence.Report();
            throw Unavailable("The table is not there.", exception);
        }
        catch (AmazonDynamoDBException exception) when (exception is ProvisionedThroughputExceededException or RequestLimitExceededException or ThrottlingException)
        {
            throw Unavailable("It is throttling requests.", exception);
        }
        catch (AmazonServiceException exception) when ((int)exception.StatusCode is 0 or >= 500)
        {
            throw Unavailable("It cannot be reached or fails.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or AmazonClientException)
        {
            throw Unavailable("It cannot be reached.", exception);
        }
    }

    private StorageUnavailableException Unavailable(string message, Exception exception)
    {
        LogUnavailable(logger, message, exception.Message);
        return new StorageUnavailableException(message, exception);
    }

    [LoggerMessage(LogLevel.Warning, "The storage is unavailable: {Reason} ({Cause})")]
    private static partial void LogUnavailable(ILogger logger, string reason, string cause);
}
