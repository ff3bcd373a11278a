namespace Fitness;

/// <summary>
/// The settings contract's names, and the fixed values that go with them. Whoever starts the API (the AppHost and so the manifest,
/// the tests) compiles this file too, so that no name is written twice.
/// </summary>
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

/// <summary>The environments.</summary>
public static class EnvironmentNames
{
    /// <summary>Laptops: local engines only.</summary>
    public const string Development = "Development";

    /// <summary>QA, on AWS.</summary>
    public const string Test = "Test";

    /// <summary>Users, on AWS.</summary>
    public const string Production = "Production";
}

/// <summary>The roles that a token may carry.</summary>
public static class Roles
{
    /// <summary>They may read the environment description outside Development.</summary>
    public const string Operators = "operators";
}

/// <summary>What every local engine is told.</summary>
public static class LocalDefaults
{
    /// <summary>The region.</summary>
    public const string Region = "us-east-1";

    /// <summary>The table's name.</summary>
    public const string Table = "fitness-activities";

    /// <summary>Access key and secret. DynamoDB Local takes letters and digits only.</summary>
    public const string Credential = "fitness";
}

/// <summary>How an image is named, as the OCI distribution specification has it: by digest, because a tag can be moved to other bytes.</summary>
public static class ImageReference
{
    private const string Name = "(?:[A-Za-z0-9.-]+(?::[0-9]+)?/)?[a-z0-9]+(?:(?:[._]|__|-+|/)[a-z0-9]+)*";
    private const string Tag = ":[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
    private const string Digest = "@sha256:[0-9a-f]{64}";

    /// <summary>A regular expression: whatever names it, and the SHA-256 digest. The template of the host has it as well.</summary>
    public const string ByDigest = "^[^@\\s]+@sha256:[0-9a-f]{64}$";

    /// <summary>A regular expression: the name, and a tag or a digest or both.</summary>
    public const string ByTagOrDigest = $"^{Name}(?:{Tag}(?:{Digest})?|{Digest})$";
}

/// <summary>How the command line <c>fitness parity</c> is called, and how it ends.</summary>
public static class ParityCommandLine
{
    /// <summary>The side that is the image that was built of this checkout.</summary>
    public const string BuiltImage = "image";

    /// <summary>The variable that has the token for both sides.</summary>
    public const string TokenVariable = "FITNESS_TOKEN";

    /// <summary>The exit code when nothing differs that is not expected to.</summary>
    public const int AsExpected = 0;

    /// <summary>The exit code when something does.</summary>
    public const int Unexpected = 1;

    /// <summary>The exit code when a side, or the rules, cannot be read.</summary>
    public const int Unreadable = 2;
}

/// <summary>Where the API answers.</summary>
public static class ServiceAddress
{
    /// <summary>The TCP port on a laptop and on a Docker host.</summary>
    public const int HostPort = 10001;

    /// <summary>The TCP port inside a container.</summary>
    public const int ContainerPort = 8080;

    /// <summary>Readiness.</summary>
    public const string Health = "/health";

    /// <summary>Liveness.</summary>
    public const string Alive = "/alive";

    /// <summary>The readable reference.</summary>
    public const string Reference = "/scalar";

    /// <summary>The environment description.</summary>
    public const string EnvironmentDescription = "/environment";

    /// <summary>The JSON Schema of the environment description.</summary>
    public const string EnvironmentSchema = $"{EnvironmentDescription}/schema";

    /// <summary>The first sample, at the address of the walkthrough of 2014.</summary>
    public const string FirstActivity = "/activity/1";

    /// <summary>A development command: <c>PUT</c> adds the samples that are missing.</summary>
    public const string SampleData = "/development/sample-data";

    /// <summary>A development command: <c>DELETE</c> makes the table anew.</summary>
    public const string Table = "/development/table";

    /// <summary>The header that carries the key of the development commands.</summary>
    public const string CommandKeyHeader = "Fitness-Command-Key";

    /// <summary>The header that asks which requests to the storage an answer took, and answers it: in Development, and for operators.</summary>
    public const string StorageRequestsHeader = "Fitness-Storage-Requests";

    /// <summary>The program in the image.</summary>
    public const string ImageProgram = "/app/Fitness.Api";

    /// <summary>The program's command that prints the environment description and starts nothing.</summary>
    public const string DescribeCommand = "describe";

    /// <summary>The program's command that asks the running service whether it is ready: exit code 0 when it is.</summary>
    public const string HealthCheckCommand = "healthcheck";
}
