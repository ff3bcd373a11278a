using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Fitness.Api.Settings;

/// <summary>The type and the range of a setting's value.</summary>
/// <param name="Type">The type, such as <c>number</c>.</param>
/// <param name="Range">The range, as it follows "use" in a message.</param>
/// <param name="Problem">What to do about a value, without a full stop; null if it is of this kind.</param>
internal sealed partial record SettingKind(string Type, string Range, Func<string, string?> Problem)
{
    // RFC 3492.
    private const string Punycode = "xn--";
    private const int LongestFileName = 255;
    private const int LongestFolder = 480;

    /// <summary>What is said of a wrong value that is not shown.</summary>
    public string Fault { get; init; } = "malformed";

    /// <summary>Whether an empty value is wrong, instead of no value.</summary>
    public bool RefusesEmpty { get; init; }

    /// <summary>The least and the greatest number, or length, if it has them.</summary>
    public (int Least, int Greatest)? Bounds { get; init; }

    /// <summary>A switch.</summary>
    public static SettingKind OnOff { get; } = OneOf("switch", "true", "false");

    /// <summary>The name of an environment.</summary>
    public static SettingKind Environment { get; } =
        OneOf("environment", EnvironmentNames.Development, EnvironmentNames.Test, EnvironmentNames.Production);

    /// <summary>A level of the log.</summary>
    public static SettingKind Level { get; } = OneOf("log level", Enum.GetNames<LogLevel>());

    /// <summary>A region's name.</summary>
    public static SettingKind Region { get; } = Of("region", "a region's name, such as eu-central-1", AwsRegion.IsName);

    /// <summary>A table's name (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html).</summary>
    public static SettingKind Table { get; } = Of("table", "3 to 255 letters, digits, and the characters _ - .", TableName().IsMatch);

    /// <summary>An image by digest.</summary>
    public static SettingKind Image { get; } =
        new("image", "an image by digest", value =>
            ImageReference.IsByDigest(value)
                ? null
                : "it must name the image by digest, such as fitness/api@sha256:… (64 hexadecimal digits)"
        );

    /// <summary>The addresses of the server, separated by semicolons.</summary>
    public static SettingKind ServerAddresses { get; } =
        new("addresses", "http addresses, separated by semicolons", value =>
            Parts(value) is { Length: > 0 } parts
                ? parts.Select(ServerAddress.Problem).FirstOrDefault(problem => problem is not null)
                : "use an address, such as http://localhost:10001"
        );

    /// <summary>One address of the server.</summary>
    public static SettingKind OneServerAddress { get; } =
        new("address", "an http address, such as http://localhost:10001", ServerAddress.Problem);

    /// <summary>Ports of the server, separated by semicolons.</summary>
    public static SettingKind Ports { get; } =
        Of("ports", "ports from 0 to 65535, separated by semicolons", value =>
            Parts(value) is { Length: > 0 } parts
            && parts.All(part => ushort.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        );

    /// <summary>Ports for TLS, which there are none of.</summary>
    public static SettingKind NoPorts { get; } =
        new("ports", "nothing", _ => "Fitness serves http and has no certificate; remove it, and use a proxy that has one");

    /// <summary>An address of another service.</summary>
    public static SettingKind Address { get; } =
        Of("address", "an http or https address, such as https://host.example:4317", value =>
            Uri.TryCreate(value, UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https"
            && address.Host.Length > 0
            && !value.Any(char.IsWhiteSpace)
        );

    /// <summary>Headers of telemetry (https://opentelemetry.io/docs/specs/otel/protocol/exporter/).</summary>
    public static SettingKind Headers { get; } = Of("headers", "name=value, separated by commas", HeaderList().IsMatch);

    /// <summary>Attributes of telemetry (https://opentelemetry.io/docs/specs/otel/resource/sdk/).</summary>
    public static SettingKind Attributes { get; } = Of("attributes", "name=value, separated by commas", AttributeList().IsMatch);

    /// <summary>Hosts, separated by semicolons.</summary>
    public static SettingKind Hosts { get; } =
        Of("hosts", "host names without a port, separated by semicolons, or *", value =>
            Parts(value) is { Length: > 0 } parts
            && parts
                .Select(part => part.Trim())
                .All(part => part == "*" || IsHostName(part.StartsWith("*.", StringComparison.Ordinal) ? part[2..] : part.Trim('[', ']')))
        );

    /// <summary>A secret that has to be hard to guess.</summary>
    public static SettingKind Key { get; } =
        new("key", "16 characters or more", value => value.Length < 16 ? "use 16 characters or more" : null) { Fault = "too short" };

    /// <summary>Any text in one line.</summary>
    public static SettingKind Text { get; } = Of("text", "a text in one line", value => !value.Any(char.IsControl));

    /// <summary>A text without spaces, such as an id.</summary>
    public static SettingKind Word { get; } =
        Of("text", "a text without spaces", value => !value.Any(character => char.IsControl(character) || char.IsWhiteSpace(character)));

    /// <summary>A key of HMAC SHA-256, which has at least as many bytes as its hash (RFC 7518, section 3.2), in Base64.</summary>
    public static SettingKind SigningKey { get; } =
        Of("Base64", "32 bytes or more in Base64 (RFC 4648)", value =>
            System.Buffers.Text.Base64.IsValid(value, out var bytes) && bytes >= HMACSHA256.HashSizeInBytes
        );

    /// <summary>A duration.</summary>
    public static SettingKind Duration { get; } =
        Of("duration", "a duration from 00:00:01 to 24.00:00:00 as [days.]hours:minutes:seconds", value =>
            value.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var duration)
            && duration >= TimeSpan.FromSeconds(1)
            && duration <= TimeSpan.FromDays(24)
        );

    /// <summary>A share.</summary>
    public static SettingKind Share { get; } =
        Of("share", "a number from 0 to 1, such as 0.25", value =>
            double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
        );

    /// <summary>A format of time (https://learn.microsoft.com/dotnet/standard/base-types/custom-date-and-time-format-strings).</summary>
    public static SettingKind TimeFormat { get; } = Of("time format", "a time format, such as HH:mm:ss", IsTimeFormat);

    /// <summary>A folder, which is created.</summary>
    public static SettingKind Folder { get; } =
        new("folder", $"the path of a folder, at most {LongestFolder} bytes long", FolderProblem)
        {
            RefusesEmpty = true,
            Bounds = (1, LongestFolder),
        };

    /// <summary>A folder that is there.</summary>
    public static SettingKind ExistingFolder { get; } = Of("folder", "the path of a folder that is there", Directory.Exists);

    /// <summary>A file or folder that is there.</summary>
    public static SettingKind ExistingPath { get; } = Of("path", "the path of a file or folder that is there", Path.Exists);

    /// <summary>A number.</summary>
    public static SettingKind Number(int least, int greatest)
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {greatest}");
        return Of("number", range, value =>
            int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= greatest
        ) with
        {
            Bounds = (least, greatest),
        };
    }

    /// <summary>One of some words, in capitals or not.</summary>
    public static SettingKind Choice(params string[] words) => OneOf("word", words);

    private static SettingKind OneOf(string type, params string[] words) =>
        Of(type, words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}", value =>
            words.Contains(value, StringComparer.OrdinalIgnoreCase)
        );

    private static SettingKind Of(string type, string range, Func<string, bool> fits) =>
        new(type, range, value => fits(value) ? null : $"use {range}");

    /// <summary>Whether it is a name or an address, and no wrong Punycode.</summary>
    private static bool IsHostName(string name)
    {
        try
        {
            return Uri.CheckHostName(name) != UriHostNameType.Unknown
                && (!name.Contains(Punycode, StringComparison.OrdinalIgnoreCase) || new IdnMapping().GetUnicode(name).Length > 0);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string[] Parts(string value) => value.Split(';', StringSplitOptions.RemoveEmptyEntries);

    private static string? FolderProblem(string value)
    {
        if (value.Contains('\0', StringComparison.Ordinal))
            return "use the path of a folder";
        var folder = Path.GetFullPath(value);
        if (
            Encoding.UTF8.GetByteCount(folder) > LongestFolder
            || folder.Split(Path.DirectorySeparatorChar).Any(name => Encoding.UTF8.GetByteCount(name) > LongestFileName)
        )
            return $"the path is too long; use {LongestFolder} bytes at most, {LongestFileName} in each name";
        for (var path = folder; path is not null; path = Path.GetDirectoryName(path))
            if (File.Exists(path))
                return path == folder ? "that is a file; use a folder" : $"{path} is a file; use a folder";
        return null;
    }

    private static bool IsTimeFormat(string value)
    {
        try
        {
            return DateTimeOffset.UnixEpoch.ToString(value, CultureInfo.InvariantCulture).Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_.-]{3,255}\z", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex TableName();

    // RFC 9110: a name is a token; a value has no control characters.
    [GeneratedRegex(
        @"^\s*[!#$%&'*+.^_`|~0-9A-Za-z-]+\s*=[^,\p{Cc}]*(,\s*[!#$%&'*+.^_`|~0-9A-Za-z-]+\s*=[^,\p{Cc}]*)*\z",
        RegexOptions.None,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex HeaderList();

    [GeneratedRegex(@"^\s*[^=,\s]+\s*=[^,\p{Cc}]*(,\s*[^=,\s]+\s*=[^,\p{Cc}]*)*\z", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex AttributeList();
}
