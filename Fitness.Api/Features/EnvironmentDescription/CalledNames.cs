using Amazon;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime.Endpoints;
using Fitness.Api.Settings;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>The host names that the service calls, by their use. Addresses and this machine's own name need no resolution.</summary>
internal static class CalledNames
{
    public static SortedDictionary<string, string> Of(FitnessSettings settings, IConfiguration configuration)
    {
        var names = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Add(
            "issuer",
            configuration[$"{SettingNames.BearerSection}:MetadataAddress"] is { Length: > 0 } metadata
                ? metadata
                : configuration[SettingNames.Authority]
        );
        Add("telemetry", configuration[SettingNames.Telemetry]);
        if (!settings.UsesEmbeddedEngine)
            Add("storage", settings.Endpoint?.AbsoluteUri ?? EndpointOf(settings.Region));
        return names;

        void Add(string use, string? address)
        {
            if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.HostNameType == UriHostNameType.Dns && !uri.IsLoopback)
                names[use] = uri.IdnHost;
        }
    }

    /// <summary>The region's endpoint, by the rules in the SDK.</summary>
    private static string EndpointOf(string region) =>
        new AmazonDynamoDBConfig { RegionEndpoint = RegionEndpoint.GetBySystemName(region), IgnoreConfiguredEndpointUrls = true }
            .DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(new DescribeTableRequest()))
            .URL;
}
