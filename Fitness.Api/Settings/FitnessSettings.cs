namespace Fitness.Api.Settings;

/// <summary>The settings contract as read at startup; the names are the same in every environment.</summary>
public sealed record FitnessSettings
{
    private const int ShortestKey = 16;

    /// <summary>The environment, one of <see cref="EnvironmentNames"/>.</summary>
    public required string Environment { get; init; }

    /// <summary>The DynamoDB endpoint, or null: the embedded engine in Development, the region's endpoint elsewhere.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The AWS region, or the name of one for a local engine.</summary>
    public required string Region { get; init; }

    /// <summary>The table's name.</summary>
    public required string Table { get; init; }

    /// <summary>Whether tokens are checked; if not, every caller is the demo user (Development only).</summary>
    public bool ChecksTokens { get; init; }

    /// <summary>The running image, by digest, or null.</summary>
    public string? Image { get; init; }

    /// <summary>The key of the development commands, or null when there are none. Never logged, never in a response.</summary>
    public string? CommandKey { get; init; }

    /// <summary>The key of the hashes by which secrets are compared, or null when there are none. Never logged, never in a response.</summary>
    public string? ParityKey { get; init; }

    /// <summary>Whether this is a developer's machine.</summary>
    public bool IsDevelopment => Environment == EnvironmentNames.Development;

    /// <summary>Whether the service starts its own engine.</summary>
    public bool UsesEmbeddedEngine => IsDevelopment && Endpoint is null;

    /// <summary>Reads and checks the contract.</summary>
    /// <exception cref="StartException">Every setting that is missing or wrong, in one line.</exception>
    public static FitnessSettings Read(IConfiguration configuration, string environment)
    {
        if (environment is not (EnvironmentNames.Development or EnvironmentNames.Test or EnvironmentNames.Production))
            throw new StartException($"{SettingNames.Environment} is '{environment}'; use {EnvironmentNames.Development}, {EnvironmentNames.Test} or {EnvironmentNames.Production}.");

        var development = environment == EnvironmentNames.Development;
        var missing = new List<string>();
        string Required(string name, string developmentDefault)
        {
            var value = configuration[name];
            if (!string.IsNullOrWhiteSpace(value)) return value;
            if (!development) missing.Add(SettingNames.Variable(name));
            return developmentDefault;
        }

        var region = Required(SettingNames.Region, LocalDefaults.Region);
        var table = Required(SettingNames.Table, LocalDefaults.Table);
        var bearer = configuration.GetSection(SettingNames.BearerSection);
        if (!development)
        {
            Required(SettingNames.Authority, "");
            if (bearer.GetSection("ValidAudiences").GetChildren().All(audience => string.IsNullOrWhiteSpace(audience.Value)) && string.IsNullOrWhiteSpace(bearer["ValidAudience"]))
                missing.Add(SettingNames.Variable(SettingNames.Audience));
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
            Image = ReadImage(configuration),
            CommandKey = ReadCommandKey(configuration, environment, development),
            ParityKey = ReadKey(configuration, SettingNames.ParityKey),
        };
    }

    private static string? ReadImage(IConfiguration configuration)
    {
        var image = configuration[SettingNames.Image];
        if (string.IsNullOrWhiteSpace(image)) return null;
        if (!ImageReference.IsByDigest(image)) throw new StartException($"{SettingNames.Variable(SettingNames.Image)} is '{image}'; it must name the image by digest, such as fitness/api@sha256:… (64 hexadecimal digits).");
        return image;
    }

    private static string? ReadCommandKey(IConfiguration configuration, string environment, bool development)
    {
        var key = ReadKey(configuration, SettingNames.CommandKey);
        if (key is not null && !development) throw new StartException($"{SettingNames.Variable(SettingNames.CommandKey)} is set, but {environment} has no development commands. Remove it.");
        return key;
    }

    private static string? ReadKey(IConfiguration configuration, string name)
    {
        var key = configuration[name];
        if (string.IsNullOrWhiteSpace(key)) return null;
        if (key.Length < ShortestKey) throw new StartException($"{SettingNames.Variable(name)} is too short; use {ShortestKey} characters or more.");
        return key;
    }

    /// <summary>Keys fetched over plain HTTP can be anybody's: Production never accepts them, the other environments only when told to.</summary>
    private static void CheckAuthority(IConfigurationSection bearer, string environment)
    {
        const string metadata = "RequireHttpsMetadata";
        foreach (var name in new[] { "Authority", "MetadataAddress" })
        {
            if (bearer[name] is not { Length: > 0 } text) continue;
            var setting = $"{SettingNames.Variable(SettingNames.BearerSection)}__{name}";
            if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                throw new StartException($"{setting} is '{text}'; it must be an address such as https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_example.");
            if (address.Scheme == "https") continue;
            if (environment == EnvironmentNames.Production) throw new StartException($"{setting} is '{text}'; {environment} accepts the tokens' keys over https only.");
            if (!bool.TryParse(bearer[metadata], out var required) || required) throw new StartException($"{setting} is '{text}'. Use an https address, or set {SettingNames.Variable(SettingNames.BearerSection)}__{metadata}=false.");
        }
    }

    private static Uri? ReadEndpoint(IConfiguration configuration, string environment, bool development)
    {
        var text = configuration[SettingNames.Endpoint];
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
            throw new StartException($"{SettingNames.Endpoint} is '{text}'; it must be an address such as http://localhost:8000.");
        if (development && IsRegional(endpoint.Host))
            throw new StartException($"{SettingNames.Endpoint} is '{text}'; Development talks to a local engine only. For AWS set {SettingNames.Environment} to {EnvironmentNames.Test} or {EnvironmentNames.Production}.");
        if (!development && !(bool.TryParse(configuration[SettingNames.AllowEndpointOverride], out var allowed) && allowed))
            throw new StartException($"{SettingNames.Endpoint} is set, but {environment} uses the region's endpoint. Remove it, or set {SettingNames.Variable(SettingNames.AllowEndpointOverride)}=true.");
        return endpoint;
    }

    private static bool IsRegional(string host) =>
        host.Contains(".amazonaws.", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".api.aws", StringComparison.OrdinalIgnoreCase);
}

internal static class FitnessSettingsExtensions
{
    /// <summary>Reads the settings contract, stops startup when it is invalid, and registers it.</summary>
    public static FitnessSettings AddFitnessSettings(this WebApplicationBuilder builder)
    {
        var settings = FitnessSettings.Read(builder.Configuration, builder.Environment.EnvironmentName);
        // The host would log a failed start with its stack trace; one line on standard error (see ServiceRun) replaces it.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        return settings;
    }
}
