using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Fitness.Api.Storage;

/// <summary>
/// Readiness: the table answers and matches its definition. The answer is kept for two seconds, because the endpoint is open
/// and DynamoDB's describing calls have a low limit.
/// </summary>
internal sealed class TableHealthCheck(TableInspector inspector, TableName table, StorageCalls calls, TimeProvider time) : IHealthCheck, IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim turn = new(1);
    private (HealthCheckResult Result, long Since)? last;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (last is { } kept && time.GetElapsedTime(kept.Since) < Life) return kept.Result;
            var result = await InspectAsync(cancellationToken);
            last = (result, time.GetTimestamp());
            return result;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<HealthCheckResult> InspectAsync(CancellationToken cancellation)
    {
        try
        {
            var differences = await calls.RunAsync(inspector.FindDifferencesAsync, cancellation);
            return differences.Count == 0
                ? HealthCheckResult.Healthy($"Table {table.Value} answers and matches its definition.")
                : HealthCheckResult.Unhealthy($"Table {table.Value} differs from its definition: {string.Join("; ", differences)}.");
        }
        catch (StorageUnavailableException exception) when (exception.InnerException is ResourceNotFoundException)
        {
            return HealthCheckResult.Unhealthy($"There is no table {table.Value}.");
        }
        catch (StorageUnavailableException exception)
        {
            return HealthCheckResult.Unhealthy(exception.Message);
        }
    }
}
