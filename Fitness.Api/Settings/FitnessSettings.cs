namespace Fitness.Api.Settings;

/// <summary>The settings contract as read at the start; the names are the same in every environment.</summary>
internal sealed record FitnessSettings
{
    public const string EnvironmentName = "ASPNETCORE_ENVIRONMENT";
    public const string EndpointName = "AWS_ENDPOINT_URL_DYNAMODB";
    public const string RegionName = "AWS_REGION";
    public const string TableName = "AWS:Resources:ActivitiesTableName";
    public const string BearerSection = "Authentication:Schemes:Bearer";
    public const string AllowEndpointOverrideName = "Storage:AllowEndpointOverride";
    public const string Test = "Test";

    public required string Environment { get; init; }

    /// <summary>The DynamoDB endpoint, or null: the embedded engine in Development, the region's endpoint elsewhere.</summary>
    public Uri? Endpoint { get; init; }

    public required string Region { get; init; }

    public required string Table { get; init; }

    /// <summary>Whether tokens are checked; without, every caller is the demo user (Development only).</summary>
    public bool ChecksTokens { get; init; }

    public bool IsDevelopment => Environment == Environments.Development;

    public bool UsesEmbeddedEngine => IsDevelopment && Endpoint is null;

    /// <summary>How a setting is written as an environment variable.</summary>
    public static string Variable(string name) => name.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>Reads and checks the contract.</summary>
    /// <exception cref="StartException">Every setting that is missing or wrong, in one line.</exception>
    public static FitnessSettings Read(IConfiguration configuration, string environment)
    {
        if (environment is not ("Development" or Test or "Production"))
            throw new StartException($"{EnvironmentName} is '{environment}'; use Development, Test or Production.");

        var development = environment == Environments.Development;
        var missing = new List<string>();
        string Required(string name, string developmentDefault)
        {
            var value = configuration[name];
            if (!string.IsNullOrWhiteSpace(value)) return value;
            if (!development) missing.Add(Variable(name));
            return developmentDefault;
        }

        var region = Required(RegionName, "us-east-1");
        var table = Required(TableName, "fitness-activities");
        var bearer = configuration.GetSection(BearerSection);
        if (!development)
        {
            Required($"{BearerSection}:Authority", "");
            if (!bearer.GetSection("ValidAudiences").GetChildren().Any() && bearer["ValidAudience"] is null)
                missing.Add($"{Variable(BearerSection)}__ValidAudiences__0");
        }
        CheckAuthority(bearer, environment);
        if (missing.Count > 0) throw new StartException($"{environment} needs the settings {string.Join(", ", missing)}. Set them as environment variables.");

        return new FitnessSettings
        {
            Environment = environment,
            Endpoint = ReadEndpoint(configuration, environment, development),
            Region = region,
            Table = table,
            ChecksTokens = bearer.Exists(),
        };
    }

    /// <summary>Keys that come over plain HTTP can be anybody's: Production never takes them, the others when told to.</summary>
    private static void CheckAuthority(IConfigurationSection bearer, string environment)
    {
        const string metadata = "RequireHttpsMetadata";
        foreach (var name in new[] { "Authority", "MetadataAddress" })
        {
            if (bearer[name] is not { Length: > 0 } text) continue;
            var setting = $"{Variable(BearerSection)}__{name}";
            if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                throw new StartException($"{setting} is '{text}'; it must be an address such as https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_example.");
            if (address.Scheme == "https") continue;
            if (environment == Environments.Production) throw new StartException($"{setting} is '{text}'; {environment} takes tokens' keys over https only.");
            if (!bool.TryParse(bearer[metadata], out var required) || required) throw new StartException($"{setting} is '{text}'. Use an https address, or set {Variable(BearerSection)}__{metadata}=false.");
        }
    }

    private static Uri? ReadEndpoint(IConfiguration configuration, string environment, bool development)
    {
        var text = configuration[EndpointName];
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
            throw new StartException($"{EndpointName} is '{text}'; it must be an address such as http://localhost:8000.");
        if (development && IsRegional(endpoint.Host))
            throw new StartException($"{EndpointName} is '{text}'; Development talks to a local engine only. For AWS set {EnvironmentName} to Test or Production.");
        if (!development && !bool.TryParse(configuration[AllowEndpointOverrideName], out var allowed) | !allowed)
            throw new StartException($"{EndpointName} is set, but {environment} uses the region's endpoint. Remove it, or set {Variable(AllowEndpointOverrideName)}=true.");
        return endpoint;
    }

    private static bool IsRegional(string host) =>
        host.Contains(".amazonaws.", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".api.aws", StringComparison.OrdinalIgnoreCase);
}

internal static class FitnessSettingsExtensions
{
    /// <summary>Reads the settings contract, stops the start when it is broken, and registers it.</summary>
    public static FitnessSettings AddFitnessSettings(this WebApplicationBuilder builder)
    {
        var settings = FitnessSettings.Read(builder.Configuration, builder.Environment.EnvironmentName);
        // The host logs a failed start with its stack trace; whoever reads it gets one line (see ExitCodes) instead.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        return settings;
    }
}
