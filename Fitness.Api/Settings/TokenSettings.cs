namespace Fitness.Api.Settings;

/// <summary>The settings of tokens, <see cref="SettingNames.BearerSection"/>: which are set, and what that means.</summary>
internal static class TokenSettings
{
    private const string SigningKeys = "SigningKeys";
    private static readonly string[] Issuers = ["Authority", "MetadataAddress", "ValidIssuer", "ValidIssuers"];
    private static readonly string[] NamedIssuers = ["ValidIssuer", "ValidIssuers"];
    private static readonly string[] Addresses = ["Authority", "MetadataAddress"];
    private static readonly string[] Audiences = ["ValidAudience", "ValidAudiences"];

    /// <summary>The keys of the issuers and audiences that are set: each of them switches on the check of tokens.</summary>
    public static IReadOnlyList<string> Switches(IConfiguration configuration) => [.. Set(configuration, [.. Issuers, .. Audiences])];

    /// <summary>
    /// The keys of the others. Left out are signing keys in the user secrets: 'dotnet user-jwts' leaves them there for every checkout of
    /// the user, also when the tokens and the file that names their issuer are gone.
    /// </summary>
    public static IReadOnlyList<string> Others(IConfigurationRoot configuration) =>
        [
            .. Set(configuration)
                .Except(Switches(configuration), StringComparer.OrdinalIgnoreCase)
                .Where(key =>
                    !(
                        PartOf(key).Equals(SigningKeys, StringComparison.OrdinalIgnoreCase)
                        && SettingSource.IsOfUserSecretsAlone(configuration, key)
                    )
                ),
        ];

    /// <summary>Whether a token for some audience can be accepted.</summary>
    public static bool HasAudience(IConfiguration configuration) => Set(configuration, Audiences).Any();

    /// <summary>Whether some issuer's keys are known: they can be fetched, or are among the signing keys.</summary>
    public static bool HasKeys(IConfiguration configuration)
    {
        if (Set(configuration, Addresses).Any())
            return true;
        var issuers = Set(configuration, NamedIssuers).Select(key => configuration[key]).ToList();
        return configuration
            .GetSection($"{SettingNames.BearerSection}:{SigningKeys}")
            .GetChildren()
            .Any(key => key["Value"] is { Length: > 0 } && issuers.Contains(key["Issuer"], StringComparer.Ordinal));
    }

    /// <summary>The issuers with more than one signing key. The token library takes one for each, and fails at every token otherwise.</summary>
    public static IReadOnlyList<string> IssuersOfSeveralKeys(IConfiguration configuration) =>
        [
            .. configuration
                .GetSection($"{SettingNames.BearerSection}:{SigningKeys}")
                .GetChildren()
                .GroupBy(key => key["Issuer"], StringComparer.Ordinal)
                .Where(keys => keys.Key is { Length: > 0 } && keys.Count() > 1)
                .Select(keys => string.Join(" and ", keys.Select(key => SettingNames.Variable($"{key.Path}:Issuer")))),
        ];

    private static IEnumerable<string> Set(IConfiguration configuration, params string[] parts) =>
        configuration
            .GetSection(SettingNames.BearerSection)
            .AsEnumerable()
            .Where(setting =>
                !string.IsNullOrWhiteSpace(setting.Value)
                && (parts.Length == 0 || parts.Contains(PartOf(setting.Key), StringComparer.OrdinalIgnoreCase))
            )
            .Select(setting => setting.Key)
            .Order(StringComparer.Ordinal);

    private static string PartOf(string key) =>
        key.Length > SettingNames.BearerSection.Length ? key[(SettingNames.BearerSection.Length + 1)..].Split(':')[0] : "";
}
