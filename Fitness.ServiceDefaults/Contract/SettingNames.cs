namespace Fitness;

/// <summary>The names of the settings, as the configuration has them; <see cref="Variable"/> makes environment variables of them.</summary>
public static class SettingNames
{
    /// <summary>The one variable that picks the environment, one of <see cref="EnvironmentNames"/>.</summary>
    public const string Environment = "ASPNETCORE_ENVIRONMENT";

    /// <summary>A local engine's address. Without it Development starts the embedded engine, and the others use the region's endpoint.</summary>
    public const string Endpoint = "AWS_ENDPOINT_URL_DYNAMODB";

    /// <summary>The server's TCP ports, where a container has to be told.</summary>
    public const string Ports = "ASPNETCORE_HTTP_PORTS";

    /// <summary>The server's addresses; the ports are the usual way to set them.</summary>
    public const string Addresses = "ASPNETCORE_URLS";

    /// <summary>The beginnings of variables that the server, the AWS SDK and OpenTelemetry read for themselves.</summary>
    public static readonly IReadOnlyList<string> Prefixes = ["ASPNETCORE_", "AWS_", "OTEL_"];

    /// <summary>The AWS region, such as <c>eu-central-1</c>.</summary>
    public const string Region = "AWS_REGION";

    /// <summary>The access key of the AWS SDK's default chain.</summary>
    public const string AccessKey = "AWS_ACCESS_KEY_ID";

    /// <summary>The secret of the AWS SDK's default chain.</summary>
    public const string SecretKey = "AWS_SECRET_ACCESS_KEY";

    /// <summary>The section in which the outputs of the data stack are.</summary>
    public const string ResourcesSection = "AWS:Resources";

    /// <summary>The output of the data stack that has the table's name.</summary>
    public const string TableOutput = "ActivitiesTableName";

    /// <summary>The output of the data stack that has the issuer of the tokens.</summary>
    public const string AuthorityOutput = "Authority";

    /// <summary>The output of the data stack that has the audience of the tokens.</summary>
    public const string AudienceOutput = "Audience";

    /// <summary>The table's name.</summary>
    public const string Table = $"{ResourcesSection}:{TableOutput}";

    /// <summary>The section of the tokens' checks.</summary>
    public const string BearerSection = "Authentication:Schemes:Bearer";

    /// <summary>The tokens' OpenID Connect issuer.</summary>
    public const string Authority = $"{BearerSection}:Authority";

    /// <summary>The first audience whose tokens are accepted.</summary>
    public const string Audience = $"{BearerSection}:ValidAudiences:0";

    /// <summary>Whether Test and Production may talk to another endpoint than the region's.</summary>
    public const string AllowEndpointOverride = "Storage:AllowEndpointOverride";

    /// <summary>The image that runs, by digest; absent where no image does.</summary>
    public const string Image = "Fitness:Image";

    /// <summary>The key of the development commands; without it there are none.</summary>
    public const string CommandKey = "Development:CommandKey";

    /// <summary>The key of the hashes by which the secrets of two environments are compared; without it there are none.</summary>
    public const string ParityKey = "Parity:Key";

    /// <summary>Where logs, metrics and traces go over OTLP; nowhere without it.</summary>
    public const string Telemetry = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>How a setting is written as an environment variable.</summary>
    public static string Variable(string name) => name.Replace(":", "__", StringComparison.Ordinal);
}
