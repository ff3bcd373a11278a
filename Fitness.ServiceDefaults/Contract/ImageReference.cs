using System.Text.RegularExpressions;

namespace Fitness;

/// <summary>References to images, as in the OCI distribution specification: by digest, because a tag can be moved to other content.</summary>
public static partial class ImageReference
{
    private const string Name = "(?:[A-Za-z0-9.-]+(?::[0-9]+)?/)?[a-z0-9]+(?:(?:[._]|__|-+|/)[a-z0-9]+)*";
    private const string Tag = ":[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
    private const string Digest = "@sha256:[0-9a-f]{64}";

    /// <summary>A regular expression: any name, and a SHA-256 digest. The host's template has the same pattern.</summary>
    public const string ByDigestPattern = $@"^[^@\s]+{Digest}$";

    /// <summary>Whether the reference names an image by its SHA-256 digest.</summary>
    public static bool IsByDigest(string reference) => Patterns.IsWhole(ByDigest(), reference);

    /// <summary>Whether the text is an image's id, by which an engine knows it that has got it from no registry.</summary>
    public static bool IsId(string text) => Patterns.IsWhole(Id(), text);

    /// <summary>Whether the reference names an image by a tag, a digest or both. Without either it means <c>latest</c>, which may be another image tomorrow.</summary>
    public static bool IsByTagOrDigest(string reference) => ByTagOrDigest().IsMatch(reference);

    /// <summary>The digest in a reference by digest, such as <c>sha256:0123…</c>.</summary>
    public static string DigestOf(string reference) => reference[(reference.IndexOf('@', StringComparison.Ordinal) + 1)..];

    [GeneratedRegex(ByDigestPattern, RegexOptions.CultureInvariant, Patterns.TimeoutMilliseconds)]
    private static partial Regex ByDigest();

    [GeneratedRegex("^sha256:[0-9a-f]{64}$", RegexOptions.CultureInvariant, Patterns.TimeoutMilliseconds)]
    private static partial Regex Id();

    [GeneratedRegex($@"^{Name}(?:{Tag}(?:{Digest})?|{Digest})\z", RegexOptions.CultureInvariant, Patterns.TimeoutMilliseconds)]
    private static partial Regex ByTagOrDigest();
}
