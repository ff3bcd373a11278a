namespace Fitness.Tests.Support;

/// <summary>Images that are nowhere, by digest.</summary>
internal static class ImageExamples
{
    /// <summary>A digest as it is written.</summary>
    public const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    /// <summary>The API's image as it is called on a laptop.</summary>
    public const string Local = $"fitness/api@{Digest}";
}
