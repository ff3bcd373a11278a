using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>A setting of the contract: its value or, for a secret, only whether it is set.</summary>
/// <param name="Source">Where it comes from: <c>default</c>, <c>file</c>, <c>environment variable</c>, <c>command line</c> or <c>host</c>.</param>
/// <param name="Value">The value in force; null if there is none, and for a secret. The user and the query of a URL are left out.</param>
/// <param name="Secret">What may be disclosed about a secret; null for any other setting.</param>
internal sealed record SettingDescription(string Source, string? Value, SecretDescription? Secret)
{
    private const string Default = "default";

    /// <summary>The settings by the names of their environment variables.</summary>
    /// <param name="configuration">Where they are read from.</param>
    /// <param name="environment">The selected environment.</param>
    /// <param name="key">The key of the secrets' hashes; null for none.</param>
    public static SortedDictionary<string, SettingDescription> ReadAll(IConfigurationRoot configuration, string environment, string? key)
    {
        var settings = new SortedDictionary<string, SettingDescription>(StringComparer.Ordinal);
        foreach (var (name, unless) in ContractSettings.Open)
        {
            var value = name == SettingNames.Environment ? environment : NullWhereBlank(configuration[name]) ?? unless;
            settings[SettingNames.Variable(name)] = new SettingDescription(SourceOf(configuration, name), value is null ? null : WithoutCredentials(value), null);
        }
        foreach (var name in ContractSettings.Secret.Concat(FindOtherSettings(configuration)).Where(name => !ContractSettings.Open.ContainsKey(name)))
            settings[SettingNames.Variable(name)] = new SettingDescription(SourceOf(configuration, name), null, SecretDescription.Of(name, NullWhereBlank(configuration[name]), key));
        return settings;
    }

    private static IEnumerable<string> FindOtherSettings(IConfiguration configuration)
    {
        var inSections = ContractSettings.Sections.SelectMany(section => configuration.GetSection(section).AsEnumerable());
        var variables = configuration.GetChildren().Where(child => SettingNames.Prefixes.Any(prefix => child.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .SelectMany(child => child.AsEnumerable());
        return inSections.Concat(variables).Where(setting => !string.IsNullOrWhiteSpace(setting.Value)).Select(setting => setting.Key);
    }

    private static string SourceOf(IConfigurationRoot configuration, string name) => configuration.Providers.Reverse().FirstOrDefault(provider => provider.TryGet(name, out var value) && !string.IsNullOrWhiteSpace(value)) switch
    {
        null => Default,
        JsonConfigurationProvider => "file",
        EnvironmentVariablesConfigurationProvider => "environment variable",
        CommandLineConfigurationProvider => "command line",
        _ => "host",
    };

    private static string WithoutCredentials(string value) => Uri.TryCreate(value, UriKind.Absolute, out var address) && (address.UserInfo.Length > 0 || address.Query.Length > 0)
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

    public static SecretDescription Of(string name, string? value, string? key) => new(value is not null, value is null || key is null ? null : Hmac(key, $"{name.ToUpperInvariant()}\0{value}")[..HashDigits]);

    /// <summary>Identifies the key, so that hashes under different keys are not compared; null if there is no key.</summary>
    public static string? KeyId(string? key) => key is null ? null : Hmac(key, "id")[..KeyDigits];

    private static string Hmac(string key, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));
}
