using System.Security.Cryptography;
using System.Text;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>SHA-256 in lower-case hexadecimal digits.</summary>
internal static class ContentHash
{
    /// <summary>The hash of the file; null if it cannot be read.</summary>
    public static string? OfFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The hash of the text in UTF-8.</summary>
    public static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
