using System.Text.RegularExpressions;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>What secrets look like. Where only a part of what is found is the secret, that part is the group <c>secret</c>.</summary>
internal static partial class SecretPatterns
{
    /// <summary>The name of the group.</summary>
    public const string Group = "secret";

    /// <summary>The kinds of secrets; one that is known by what stands before it comes before that.</summary>
    public static readonly IReadOnlyList<(string Kind, Regex Pattern)> All =
    [
        ("private key", PrivateKey()),
        ("AWS secret key", KeyPair()),
        ("AWS secret key", NamedAwsKey()),
        ("AWS access key", AccessKey()),
        ("JSON Web Token", WebToken()),
        ("GitHub token", GitHubToken()),
        ("authorization", Authorization()),
        ("password in an address", AddressPassword()),
        ("password", Password()),
        ("token", Token()),
    ];

    /// <summary>Whether a variable of this name is likely to have a secret.</summary>
    public static bool IsSecretName(string name) => SecretName().IsMatch(name);

    [GeneratedRegex(
        "-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----.*?(?:-----END (?:[A-Z0-9]+ )*PRIVATE KEY-----|$)",
        RegexOptions.CultureInvariant | RegexOptions.Singleline,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex PrivateKey();

    [GeneratedRegex(
        @"\b(?:AKIA|ASIA)[A-Z0-9]{16}[^A-Za-z0-9/+]{1,20}(?:\w{0,30}[^A-Za-z0-9/+]{1,20})?(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])",
        RegexOptions.CultureInvariant,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex KeyPair();

    [GeneratedRegex(
        @"secret_?access_?key[\s""':=]{1,6}(?<secret>[A-Za-z0-9/+=]{8,})",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex NamedAwsKey();

    [GeneratedRegex(@"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b", RegexOptions.CultureInvariant, Patterns.TimeoutMilliseconds)]
    private static partial Regex AccessKey();

    [GeneratedRegex(
        @"\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*)?",
        RegexOptions.CultureInvariant,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex WebToken();

    [GeneratedRegex(
        @"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})",
        RegexOptions.CultureInvariant,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex GitHubToken();

    // The service's own texts speak of a bearer token, which is none.
    [GeneratedRegex(
        @"\bAuthorization[""']?\s*[:=]\s*[""']?(?>(?:(?:Bearer|Basic)\s+)?)(?<secret>(?!\[redacted)[^\s""',;\\]+)|\b(?:Bearer|Basic)\s+(?<secret>(?=[A-Za-z._~+/-]*\d)[A-Za-z0-9._~+/-]{8,}=*)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex Authorization();

    [GeneratedRegex(
        @"://[^/\s:@""']{0,100}:(?<secret>(?!\[redacted)[^/\s@""']{1,200})@",
        RegexOptions.CultureInvariant,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex AddressPassword();

    [GeneratedRegex(
        @"(?:password|passwd|passphrase|\bpwd|api[_-]?key|client[_-]?secret|secret[_-]?key)[""']?\s*[:=]\s*[""']?(?<secret>(?!\[redacted)[^\s""'&;,<>\\]+)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex Password();

    // A sync token, made anew or numbered, stands behind its address; the newest one has a name.
    [GeneratedRegex(
        @"(?<!/changes\?(?:[^\s""]{0,200}&)?)token[""']?\s*(?:=\s*|:\s*(?=[""']?[A-Za-z._~+/=-]*\d))[""']?(?<secret>(?!\[redacted|token-\d{4}\b|latest\b|-(?:$|[&\s]))[^\s""'&;,<>\\]{6,})",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex Token();

    [GeneratedRegex(
        "TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIAL|CONNECTION_?STRING|(?:^|_)(?:PG|DB)?PASS$|(?:^|_)(?:AUTH|SALT|DSN|CONN|SK)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex SecretName();
}
