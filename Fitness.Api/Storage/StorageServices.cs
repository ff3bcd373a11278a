using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Fitness.Api.Settings;
using Fitness.Api.Storage.Engine;

namespace Fitness.Api.Storage;

internal static class StorageServices
{
    // The SDK's default for DynamoDB, ten retries, takes longer than any mobile client's timeout.
    private const int MaxRetries = 2;
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(3);

    public static void AddStorage(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(provider => new TableName(provider.GetRequiredService<FitnessSettings>().Table));
        builder.Services.AddSingleton<StorageClock>();
        builder.Services.AddSingleton<IAmazonDynamoDB>(CreateClient);
        builder.Services.AddSingleton(TableDefinition.Load());
        builder.Services.AddSingleton<TableAbsence>();
        builder.Services.AddSingleton<StorageLoad>();
        builder.Services.AddSingleton(provider => new StorageCalls(
            provider.GetRequiredService<TableAbsence>(),
            provider.GetRequiredService<StorageLoad>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<StorageCalls>>()
        ));
        builder.Services.AddSingleton<TableInspector>();
        builder.Services.AddSingleton<TableCreator>();
        builder.Services.AddSingleton<TableHealthCheck>();
        builder.Services.AddHealthChecks().AddCheck<TableHealthCheck>("table");
    }

    private static TracedDynamoDBClient CreateClient(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<FitnessSettings>();
        var endpoint = settings.Endpoint ?? (settings.UsesEmbeddedEngine ? provider.GetRequiredService<EmbeddedEngine>().Endpoint : null);
        var config = new AmazonDynamoDBConfig
        {
            MaxErrorRetry = MaxRetries,
            RetryMode = RequestRetryMode.Standard,
            HttpClientFactory = new StorageHttpClients(AttemptTimeout, provider.GetRequiredService<IConfiguration>().CollectsTelemetry()),
            EndpointProvider = new SteadyEndpoint(),
            // Only the settings contract may set the endpoint, not a profile or another variable.
            IgnoreConfiguredEndpointUrls = true,
        };
        if (endpoint is null)
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region);
        else
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = settings.Region;
        }
        var table = provider.GetRequiredService<TableName>().Value;
        var clock = provider.GetRequiredService<StorageClock>();
        return settings.IsDevelopment
            ? new TracedDynamoDBClient(new BasicAWSCredentials(LocalDefaults.Credential, LocalDefaults.Credential), config, table, clock)
            : new TracedDynamoDBClient(config, table, clock);
    }
}
