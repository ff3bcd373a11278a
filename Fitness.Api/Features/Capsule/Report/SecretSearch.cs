using System.Collections;
using System.Text;
using Fitness.Api.Settings;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>Finds secrets: what looks like one, and the actual values of the settings and variables that are.</summary>
internal sealed class SecretSearch
{
    // A shorter one is part of too many other texts.
    private const int ShortestValue = 8;

    // Nothing that is found is shorter.
    private const int ShortestText = 5;

    private readonly List<(string Kind, string Value)> values;

    public SecretSearch(IConfiguration configuration)
    {
        var settings = configuration
            .AsEnumerable()
            .Where(setting => SettingTable.Find(setting.Key)?.IsSecret == true)
            .Select(setting => (Name: SettingNames.Variable(setting.Key), setting.Value));
        var variables = Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .Select(variable => (Name: (string)variable.Key, Value: (string?)variable.Value))
            .Where(variable => SecretPatterns.IsSecretName(variable.Name));
        values =
        [
            .. settings
                .Concat(variables)
                .SelectMany(one => PartsOf(one.Value ?? "").Select(part => (Kind: $"value of {Readable.Value(one.Name)}", Value: part)))
                .Where(one => one.Value.Length >= ShortestValue)
                .DistinctBy(one => one.Value, StringComparer.Ordinal)
                .OrderByDescending(one => one.Value.Length),
        ];
    }

    /// <summary>A text with what is a secret in it replaced by what kind it is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="found">Is told the kind of each.</param>
    public string Redact(string text, Action<string> found)
    {
        if (text.Length < ShortestText)
            return text;
        foreach (var (kind, value) in values)
        {
            for (var at = 0; (at = text.IndexOf(value, at, StringComparison.Ordinal)) >= 0; at += Redacted(kind).Length)
            {
                found(kind);
                text = $"{text[..at]}{Redacted(kind)}{text[(at + value.Length)..]}";
            }
        }
        foreach (var (kind, pattern) in SecretPatterns.All)
        {
            text = pattern.Replace(text, match =>
            {
                found(kind);
                var secret = match.Groups[SecretPatterns.Group];
                if (!secret.Success)
                    return Redacted(kind);
                var at = secret.Index - match.Index;
                return $"{match.Value[..at]}{Redacted(kind)}{match.Value[(at + secret.Length)..]}";
            });
        }
        return text;
    }

    /// <summary>The kind of the first secret in bytes of any form; null if there is none.</summary>
    public string? Find(byte[] content)
    {
        string? first = null;
        Redact(Encoding.Latin1.GetString(content), kind => first ??= kind);
        return first;
    }

    /// <summary>What takes the place of a secret.</summary>
    public static string Redacted(string kind) => $"[redacted: {kind}]";

    // Headers, and what is written as it is in quotes of JSON.
    private static IEnumerable<string> PartsOf(string value)
    {
        foreach (
            var part in value.Split(',').Select(part => part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim()).Prepend(value)
        )
        {
            yield return part;
            yield return System.Text.Json.JsonEncodedText.Encode(part, CapsuleFile.Line.Encoder).ToString();
        }
    }
}
