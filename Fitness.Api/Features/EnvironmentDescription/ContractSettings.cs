using System.Globalization;
using Fitness.Api.Features.Import;
using Fitness.Api.Features.Samples;
using Fitness.Api.Storage.Engine;
using Fitness.Api.Web.RateLimiting;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>The contract's settings whose values are visible to everyone who may see the description, with their defaults.</summary>
internal static class ContractSettings
{
    private const string Off = "false";

    /// <summary>The defaults, by the name in the configuration.</summary>
    public static IReadOnlyDictionary<string, string?> Open { get; } = Create();

    /// <summary>Names of secrets that are described even when they are not set.</summary>
    public static IReadOnlyList<string> Secret { get; } = [SettingNames.AccessKey, SettingNames.SecretKey, SettingNames.CommandKey, SettingNames.ParityKey];

    /// <summary>
    /// Sections in which everything that is set counts as a setting of the contract. What is not <see cref="Open"/> there is treated as a
    /// secret, because a name that was not foreseen can hold anything.
    /// </summary>
    public static IReadOnlyList<string> Sections { get; } =
    [
        "AWS", "Authentication", "Storage", "Fitness", "Development", "Parity", EngineOptions.Section, SampleOptions.Section, RateLimitOptions.Section, ImportOptions.Section, "Kestrel",
    ];

    private static Dictionary<string, string?> Create()
    {
        var limits = new RateLimitOptions();
        var imports = new ImportOptions();
        return new(StringComparer.OrdinalIgnoreCase)
        {
            [SettingNames.Environment] = EnvironmentNames.Production,
            [SettingNames.Ports] = null,
            [SettingNames.Addresses] = null,
            [SettingNames.Endpoint] = null,
            [SettingNames.Region] = LocalDefaults.Region,
            [SettingNames.Table] = LocalDefaults.Table,
            [SettingNames.Authority] = null,
            [$"{SettingNames.BearerSection}:MetadataAddress"] = null,
            [$"{SettingNames.BearerSection}:RequireHttpsMetadata"] = "true",
            [$"{SettingNames.BearerSection}:ValidAudience"] = null,
            [SettingNames.Audience] = null,
            [SettingNames.AllowEndpointOverride] = Off,
            [SettingNames.Image] = null,
            [SettingNames.Telemetry] = null,
            [SettingNames.EngineDataPath] = null,
            [SettingNames.EngineInMemory] = Off,
            [SettingNames.SamplesEnabled] = "true",
            [SettingNames.UserRequests] = Text(limits.User.Requests),
            [Limit(nameof(RateLimitOptions.User), nameof(Quota.WindowSeconds))] = Text(limits.User.WindowSeconds),
            [Limit(nameof(RateLimitOptions.Address), nameof(Quota.Requests))] = Text(limits.Address.Requests),
            [Limit(nameof(RateLimitOptions.Address), nameof(Quota.WindowSeconds))] = Text(limits.Address.WindowSeconds),
            [$"{ImportOptions.Section}:{nameof(ImportOptions.PerUser)}"] = Text(imports.PerUser),
            [$"{ImportOptions.Section}:{nameof(ImportOptions.InAll)}"] = Text(imports.InAll),
        };

        static string Limit(string whose, string what) => $"{RateLimitOptions.Section}:{whose}:{what}";

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
