namespace Fitness.Api.Settings;

/// <summary>The settings contract as read at startup; the names are the same in every environment.</summary>
public sealed record FitnessSettings
{
    /// <summary>The environment, one of <see cref="EnvironmentNames"/>.</summary>
    public required string Environment { get; init; }

    /// <summary>The DynamoDB endpoint, or null: the embedded engine in Development, the region's endpoint elsewhere.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The AWS region, or the name of one for a local engine.</summary>
    public required string Region { get; init; }

    /// <summary>The table's name.</summary>
    public required string Table { get; init; }

    /// <summary>The check of tokens; null if there is none, and every caller is the demo user (Development only).</summary>
    public TokenCheck? Tokens { get; init; }

    /// <summary>Whether tokens are checked.</summary>
    public bool ChecksTokens => Tokens is not null;

    /// <summary>The running image, by digest, or null.</summary>
    public string? Image { get; init; }

    /// <summary>The key of the development commands, or null when there are none. Never logged, never in a response.</summary>
    public string? CommandKey { get; init; }

    /// <summary>The key of the hashes by which secrets are compared, or null when there are none. Never logged, never in a response.</summary>
    public string? ParityKey { get; init; }

    /// <summary>Whether the page is served.</summary>
    public bool ServesPage { get; init; }

    /// <summary>Whether this is a developer's machine.</summary>
    public bool IsDevelopment => Environment == EnvironmentNames.Development;

    /// <summary>Whether the service starts its own engine.</summary>
    public bool UsesEmbeddedEngine => IsDevelopment && Endpoint is null;

    /// <summary>Checks all settings, and reads the contract.</summary>
    /// <exception cref="StartException">Every setting that is missing or wrong, in one line.</exception>
    public static FitnessSettings Read(IConfigurationRoot configuration, string environment)
    {
        var problems = SettingsCheck.FindProblems(configuration, environment);
        if (problems.Count > 0)
            throw new StartException(string.Join(' ', problems));
        return new FitnessSettings
        {
            Environment = environment,
            Endpoint = Find(SettingNames.Endpoint) is { } endpoint ? new Uri(endpoint) : null,
            Region = Find(SettingNames.Region) ?? LocalDefaults.Region,
            Table = Find(SettingNames.Table) ?? LocalDefaults.Table,
            Tokens = TokenCheck.Find(configuration, environment),
            Image = Find(SettingNames.Image),
            CommandKey = Find(SettingNames.CommandKey),
            ParityKey = Find(SettingNames.ParityKey),
            ServesPage = bool.Parse(Find(SettingNames.PageEnabled) ?? SettingTable.Find(SettingNames.PageEnabled)!.DefaultIn(environment)!),
        };

        string? Find(string name) => configuration[name] is { Length: > 0 } value ? value : null;
    }
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
