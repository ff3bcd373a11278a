using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Fitness.Api.Description;

/// <summary>The certificate authorities that outgoing connections trust.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Sha256">The hash of their SHA-256 thumbprints in order.</param>
internal sealed record CertificateDescription(int Count, string Sha256)
{
    // Debian's and its descendants', then Fedora's and Amazon Linux's.
    private static readonly string[] Bundles = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

    /// <summary>Reads the bundle that .NET reads on Linux; null where there is none as a file.</summary>
    public static CertificateDescription? Read()
    {
        var file = Environment.GetEnvironmentVariable("SSL_CERT_FILE") is { Length: > 0 } given ? given : Bundles.FirstOrDefault(File.Exists);
        if (file is null || !File.Exists(file)) return null;
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(file);
            return new CertificateDescription(certificates.Count, ContentHash.OfText(string.Join('\n', certificates.Select(certificate => certificate.GetCertHashString(HashAlgorithmName.SHA256)).Order(StringComparer.Ordinal))));
        }
        catch (CryptographicException)
        {
            return null;
        }
        finally
        {
            foreach (var certificate in certificates) certificate.Dispose();
        }
    }
}
