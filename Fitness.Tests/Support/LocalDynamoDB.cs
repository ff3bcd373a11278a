using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace Fitness.Tests.Support;

/// <summary>Clients of a local engine.</summary>
internal static class LocalDynamoDB
{
    /// <summary>The credentials for every local engine.</summary>
    public static AWSCredentials Credentials => new BasicAWSCredentials(LocalDefaults.Credential, LocalDefaults.Credential);

    /// <summary>How a client finds the engine, whatever the user's own AWS profile says.</summary>
    public static AmazonDynamoDBConfig At(Uri endpoint) =>
        new()
        {
            ServiceURL = endpoint.AbsoluteUri,
            AuthenticationRegion = LocalDefaults.Region,
            IgnoreConfiguredEndpointUrls = true,
        };

    /// <summary>A client of the engine.</summary>
    public static AmazonDynamoDBClient CreateClient(Uri endpoint) => new(Credentials, At(endpoint));
}
