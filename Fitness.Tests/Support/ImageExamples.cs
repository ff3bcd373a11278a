namespace Fitness.Tests.Support;

/// <summary>Images that do not exist, by digest.</summary>
internal static class ImageExamples
{
    /// <summary>A well-formed digest.</summary>
    public const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    /// <summary>The API's image under its name on a laptop.</summary>
    public const string Local = $"fitness/api@{Digest}";
}
