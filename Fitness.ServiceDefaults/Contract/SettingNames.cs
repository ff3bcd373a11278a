namespace Fitness;

/// <summary>The names of the settings as configuration keys; <see cref="Variable"/> turns them into environment variables.</summary>
public static class SettingNames
{
    /// <summary>The one variable that selects the environment, one of <see cref="EnvironmentNames"/>.</summary>
    public const string Environment = "ASPNETCORE_ENVIRONMENT";

    /// <summary>A local engine's address. Without it, Development starts the embedded engine, and the other environments use the region's endpoint.</summary>
    public const string Endpoint = "AWS_ENDPOINT_URL_DYNAMODB";

    /// <summary>The server's TCP ports, for a container.</summary>
    public const string Ports = "ASPNETCORE_HTTP_PORTS";

    /// <summary>The server's addresses; the ports are the usual way to set them.</summary>
    public const string Addresses = "ASPNETCORE_URLS";

    /// <summary>
    /// The host names under which the service answers, separated by <c>;</c>, with <c>*.</c> for all names below one. Development always
    /// answers under IP addresses and <c>localhost</c> too; elsewhere no names means every name.
    /// </summary>
    public const string AllowedHosts = "AllowedHosts";

    /// <summary>The prefixes of variables that the server, the AWS SDK and OpenTelemetry read themselves.</summary>
    public static readonly IReadOnlyList<string> Prefixes = ["ASPNETCORE_", "AWS_", "OTEL_"];

    /// <summary>The AWS region, such as <c>eu-central-1</c>.</summary>
    public const string Region = "AWS_REGION";

    /// <summary>The access key ID in the AWS SDK's default credential chain.</summary>
    public const string AccessKey = "AWS_ACCESS_KEY_ID";

    /// <summary>The secret access key in the AWS SDK's default credential chain.</summary>
    public const string SecretKey = "AWS_SECRET_ACCESS_KEY";

    /// <summary>The section with the outputs of the data stack.</summary>
    public const string ResourcesSection = "AWS:Resources";

    /// <summary>The output of the data stack with the table's name.</summary>
    public const string TableOutput = "ActivitiesTableName";

    /// <summary>The output of the data stack with the tokens' issuer.</summary>
    public const string AuthorityOutput = "Authority";

    /// <summary>The output of the data stack with the tokens' audience.</summary>
    public const string AudienceOutput = "Audience";

    /// <summary>The table's name.</summary>
    public const string Table = $"{ResourcesSection}:{TableOutput}";

    /// <summary>The section for token validation.</summary>
    public const string BearerSection = "Authentication:Schemes:Bearer";

    /// <summary>The tokens' OpenID Connect issuer.</summary>
    public const string Authority = $"{BearerSection}:Authority";

    /// <summary>The first audience whose tokens are accepted.</summary>
    public const string Audience = $"{BearerSection}:ValidAudiences:0";

    /// <summary>Whether Test and Production may use an endpoint other than the region's.</summary>
    public const string AllowEndpointOverride = "Storage:AllowEndpointOverride";

    /// <summary>Whether each user's last requests are recorded.</summary>
    public const string RecordingEnabled = "Recording:Enabled";

    /// <summary>The folder of what is recorded.</summary>
    public const string RecordingPath = "Recording:Path";

    /// <summary>The capsule with which the service starts.</summary>
    public const string CapsulePath = "Capsule:Path";

    /// <summary>Whether its requests are sent again.</summary>
    public const string CapsuleReplay = "Capsule:Replay";

    /// <summary>The running image, by digest; absent if the service does not run from an image.</summary>
    public const string Image = "Fitness:Image";

    /// <summary>The key of the development commands; without it there are none.</summary>
    public const string CommandKey = "Development:CommandKey";

    /// <summary>The key of the hashes with which the secrets of two environments are compared; without it there are none.</summary>
    public const string ParityKey = "Parity:Key";

    /// <summary>The OTLP endpoint for logs, metrics and traces; without it, none are exported.</summary>
    public const string Telemetry = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The folder of the embedded engine's data.</summary>
    public const string EngineDataPath = "Engine:DataPath";

    /// <summary>Whether the embedded engine keeps its data in memory only.</summary>
    public const string EngineInMemory = "Engine:InMemory";

    /// <summary>Whether Development fills an empty table with samples.</summary>
    public const string SamplesEnabled = "Sample:Enabled";

    /// <summary>The number of requests that one user may send in a window.</summary>
    public const string UserRequests = "RateLimits:User:Requests";

    /// <summary>Whether the service serves the page.</summary>
    public const string PageEnabled = "Page:Enabled";

    /// <summary>The environment variable of a setting.</summary>
    public static string Variable(string name) => name.Replace(":", "__", StringComparison.Ordinal);
}
