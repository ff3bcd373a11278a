using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry;

namespace Fitness.Api.Storage;

/// <summary>Readiness: the table responds and matches its definition. The result is cached for two seconds, because anyone may call the endpoint.</summary>
internal sealed class TableHealthCheck(TableInspector inspector, TableName table, StorageCalls calls, TimeProvider time)
    : IHealthCheck,
        IDisposable
{
    // Less than what asks waits: Docker's and the load balancer's health checks give up after 5 s.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(4);
    private readonly ShortLived<HealthCheckResult> last = new(TimeSpan.FromSeconds(2), time);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        last.GetAsync(InspectAsync, cancellationToken);

    public void Dispose() => last.Dispose();

    private async Task<HealthCheckResult> InspectAsync(CancellationToken cancellation)
    {
        // Not traced, like the health request itself: Aspire sends one twice a minute, a load balancer more often.
        using var quiet = SuppressInstrumentationScope.Begin();
        try
        {
            var differences = await calls.RunUnboundedAsync(inspector.FindDifferencesAsync, Deadline, cancellation);
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
