using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>The certificate authorities that outgoing connections trust.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Sha256">The hash of their sorted SHA-256 thumbprints.</param>
internal sealed record CertificateDescription(int Count, string Sha256)
{
    /// <summary>Reads what OpenSSL, and therefore .NET, reads on Linux: a bundle and a folder. Null if there is neither.</summary>
    [SupportedOSPlatform("linux")]
    public static CertificateDescription? Read()
    {
        var bundle = Environment.GetEnvironmentVariable("SSL_CERT_FILE") is { Length: > 0 } file
            ? file
            : Places.Bundles.FirstOrDefault(File.Exists);
        var folder = Environment.GetEnvironmentVariable("SSL_CERT_DIR") is { Length: > 0 } given
            ? given
            : Places.Folders.FirstOrDefault(Directory.Exists);
        var files = (folder is not null && Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [])
            .Append(bundle)
            .OfType<string>()
            .Where(File.Exists)
            .ToArray();
        if (files.Length == 0)
            return null;
        var thumbprints = files.SelectMany(Thumbprints).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return new CertificateDescription(thumbprints.Length, ContentHash.OfText(string.Join('\n', thumbprints)));
    }

    private static List<string> Thumbprints(string file)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(file);
            return [.. certificates.Select(certificate => certificate.GetCertHashString(HashAlgorithmName.SHA256))];
        }
        // A folder of certificates may contain other files.
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
        finally
        {
            foreach (var certificate in certificates)
                certificate.Dispose();
        }
    }

    /// <summary>Of Debian and its derivatives, then of Fedora and Amazon Linux.</summary>
    [SupportedOSPlatform("linux")]
    private static class Places
    {
        public static readonly string[] Bundles = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];
        public static readonly string[] Folders = ["/etc/ssl/certs", "/etc/pki/tls/certs"];
    }
}
