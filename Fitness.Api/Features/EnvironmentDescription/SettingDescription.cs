using System.Security.Cryptography;
using System.Text;
using Fitness.Api.Settings;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>A setting of the contract: its value or, for a secret, only whether it is set.</summary>
/// <param name="Source">Where it comes from: <c>default</c>, <c>file</c>, <c>user secrets</c>, <c>environment variable</c>, <c>command line</c> or <c>host</c>.</param>
/// <param name="Value">The value in force; null if there is none, and for a secret. The user and the query of a URL are left out.</param>
/// <param name="Secret">What may be disclosed about a secret; null for any other setting.</param>
internal sealed record SettingDescription(string Source, string? Value, SecretDescription? Secret)
{
    /// <summary>The settings by the names of their environment variables: those of the table, and what else is set in its sections.</summary>
    /// <param name="configuration">Where they are read from.</param>
    /// <param name="contract">The settings contract as read from it.</param>
    public static SortedDictionary<string, SettingDescription> ReadAll(IConfigurationRoot configuration, FitnessSettings contract)
    {
        var settings = new SortedDictionary<string, SettingDescription>(StringComparer.Ordinal);
        foreach (var row in SettingTable.Rows.Where(row => !row.IsPattern && row.IsDescribed))
            settings[SettingNames.Variable(row.Name)] = Read(row.Key, row);
        foreach (var name in FindOtherSettings(configuration))
        {
            // What is left of the section where no tokens are checked are signing keys that nobody uses.
            if (!contract.ChecksTokens && name.StartsWith($"{SettingNames.BearerSection}:", StringComparison.OrdinalIgnoreCase))
                continue;
            var row = SettingTable.Find(name);
            if (row is null or { IsPattern: true, IsDescribed: true })
                settings.TryAdd(SettingNames.Variable(name), Read(name, row));
        }
        return settings;

        SettingDescription Read(string name, Setting? row)
        {
            var value = row?.Name == SettingNames.Environment ? contract.Environment : NullWhereBlank(configuration[name]);
            var source = SettingSource.Of(configuration, name).Kind;
            // A name that was not foreseen can hold anything.
            if (row is null or { IsSecret: true })
                return new SettingDescription(
                    source,
                    null,
                    SecretDescription.Of(row is { IsPattern: false } ? row.Name : name, value, contract.ParityKey)
                );
            return new SettingDescription(
                source,
                (value ?? row.DefaultIn(contract.Environment)) is { } shown ? WithoutCredentials(shown) : null,
                null
            );
        }
    }

    private static IEnumerable<string> FindOtherSettings(IConfiguration configuration)
    {
        var inSections = SettingTable.Sections.SelectMany(section => configuration.GetSection(section).AsEnumerable());
        var variables = configuration
            .GetChildren()
            .Where(child => SettingNames.Prefixes.Any(prefix => child.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .SelectMany(child => child.AsEnumerable());
        return inSections.Concat(variables).Where(setting => !string.IsNullOrWhiteSpace(setting.Value)).Select(setting => setting.Key);
    }

    private static string WithoutCredentials(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address) && (address.UserInfo.Length > 0 || address.Query.Length > 0)
            ? address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            : value;

    private static string? NullWhereBlank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}

/// <summary>What may be disclosed about a secret.</summary>
/// <param name="Present">Whether it is set.</param>
/// <param name="Hash">
/// The first 128 bits of an HMAC-SHA-256 (RFC 2104) over its name and value: equal if the same secret and the same
/// <see cref="SettingNames.ParityKey"/> are set. Null without the secret or the key.
/// </param>
internal sealed record SecretDescription(bool Present, string? Hash)
{
    private const int HashDigits = 32;
    private const int KeyDigits = 8;

    public static SecretDescription Of(string name, string? value, string? key) =>
        new(value is not null, value is null || key is null ? null : Hmac(key, $"{name.ToUpperInvariant()}\0{value}")[..HashDigits]);

    /// <summary>Identifies the key, so that hashes under different keys are not compared; null if there is no key.</summary>
    public static string? KeyId(string? key) => key is null ? null : Hmac(key, "id")[..KeyDigits];

    private static string Hmac(string key, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));
}
