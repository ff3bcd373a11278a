using System.Diagnostics;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Fitness.AppHost;

/// <summary>A local engine is healthy once it responds to a DynamoDB request, and not before.</summary>
internal static class EngineHealth
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    // Aspire checks again only after a second or more; an engine is ready in a fraction of one.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static IResourceBuilder<T> WithEngineHealthCheck<T>(this IResourceBuilder<T> engine)
        where T : IResourceWithEndpoints
    {
        var name = $"{engine.Resource.Name}-answers";
        var endpoint = engine.GetEndpoint(FitnessModel.Http);
        engine.ApplicationBuilder.Services.AddHealthChecks().AddAsyncCheck(name, cancellation => AskAsync(endpoint, cancellation));
        return engine.WithHealthCheck(name);
    }

    private static async Task<HealthCheckResult> AskAsync(EndpointReference endpoint, CancellationToken cancellation)
    {
        if (!endpoint.IsAllocated)
            return HealthCheckResult.Unhealthy("The engine has no address yet.");
        using var client = new AmazonDynamoDBClient(
            new BasicAWSCredentials(LocalDefaults.Credential, LocalDefaults.Credential),
            new AmazonDynamoDBConfig
            {
                ServiceURL = endpoint.Url,
                AuthenticationRegion = LocalDefaults.Region,
                IgnoreConfiguredEndpointUrls = true,
                MaxErrorRetry = 0,
                Timeout = Timeout,
            }
        );
        for (var begin = Stopwatch.GetTimestamp(); ; await Task.Delay(Pause, cancellation))
        {
            try
            {
                await client.ListTablesAsync(new ListTablesRequest { Limit = 1 }, cancellation);
                return HealthCheckResult.Healthy();
            }
            catch (Exception exception)
                when (!cancellation.IsCancellationRequested
                    && exception is AmazonClientException or AmazonServiceException or HttpRequestException or OperationCanceledException
                )
            {
                if (Stopwatch.GetElapsedTime(begin) > Timeout)
                    return HealthCheckResult.Unhealthy($"The engine at {endpoint.Url} does not answer: {exception.Message}");
            }
        }
    }
}
