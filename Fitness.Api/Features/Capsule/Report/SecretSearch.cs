using System.Buffers;
using System.Collections;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fitness.Api.Settings;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>Finds secrets: what looks like one, and the actual values of the settings and variables that are.</summary>
internal sealed partial class SecretSearch
{
    // A shorter one is part of too many other texts.
    private const int ShortestValue = 8;

    // Nothing that is found is shorter.
    private const int ShortestText = 5;

    private readonly List<(string Kind, string Value)> values;
    private readonly SearchValues<string> any;

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
                .DistinctBy(one => one.Value, StringComparer.Ordinal)
                .OrderByDescending(one => one.Value.Length),
        ];
        any = SearchValues.Create([.. values.Select(one => one.Value)], StringComparison.Ordinal);
    }

    /// <summary>A text with what is a secret in it replaced.</summary>
    /// <param name="text">The text.</param>
    /// <param name="replace">Is given the kind of each and the secret, and says what takes its place.</param>
    public string Redact(string text, Func<string, string, string> replace)
    {
        if (text.Length < ShortestText)
            return text;
        foreach (var (kind, value) in text.AsSpan().ContainsAny(any) ? values : [])
        {
            var pieces = text.Split(value);
            // Once for each, so that all are counted.
            var replacement = "";
            for (var number = 1; number < pieces.Length; number++)
                replacement = replace(kind, value);
            text = string.Join(replacement, pieces);
        }
        foreach (var (kind, pattern) in SecretPatterns.All)
        {
            text = pattern.Replace(text, match =>
            {
                var secret = match.Groups[SecretPatterns.Group];
                if (!secret.Success)
                    return replace(kind, match.Value);
                var at = secret.Index - match.Index;
                return $"{match.Value[..at]}{replace(kind, secret.Value)}{match.Value[(at + secret.Length)..]}";
            });
        }
        return text;
    }

    /// <summary>The kind of the first secret in bytes of any form; null if there is none.</summary>
    public string? Find(byte[] content)
    {
        string? first = null;
        Redact(Encoding.Latin1.GetString(content), (kind, _) =>
        {
            first ??= kind;
            return "";
        });
        return first;
    }

    // Headers, and how each is written in quotes of JSON, as other writers of JSON escape it too, in an address and in Base64.
    private static IEnumerable<string> PartsOf(string value)
    {
        var parts = value.Split(',').Select(part => part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim()).Prepend(value);
        foreach (var part in parts.Where(part => part.Length >= ShortestValue))
        {
            yield return part;
            yield return JsonEncodedText.Encode(part, CapsuleFile.Line.Encoder).ToString();
            var escaped = JsonEncodedText.Encode(part).ToString();
            yield return escaped;
            yield return Escapes().Replace(escaped, escape => escape.Value.ToLowerInvariant());
            yield return part.Replace("/", "\\/", StringComparison.Ordinal);
            var address = Uri.EscapeDataString(part);
            yield return address;
            yield return Escapes().Replace(address, escape => escape.Value.ToLowerInvariant());
            foreach (var base64 in InBase64(part))
            {
                yield return base64;
                yield return base64.Replace('+', '-').Replace('/', '_');
            }
        }
    }

    [GeneratedRegex(@"%[0-9A-F]{2}|\\u[0-9A-F]{4}", RegexOptions.CultureInvariant, Patterns.TimeoutMilliseconds)]
    private static partial Regex Escapes();

    // Three forms, by what stands before it; of each what does not hang on that, nor on what stands behind.
    private static IEnumerable<string> InBase64(string value)
    {
        for (var before = 0; before < 3; before++)
        {
            byte[] bytes = [.. new byte[before], .. Encoding.UTF8.GetBytes(value)];
            var text = Convert.ToBase64String(bytes).TrimEnd('=');
            yield return text[(before == 0 ? 0 : before + 1)..^(bytes.Length % 3 == 0 ? 0 : 1)];
        }
    }
}
