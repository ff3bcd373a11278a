using System.Net.Mime;
using System.Security.Cryptography;
using Fitness.Api.Features.Capsule.Recording;
using Fitness.Api.Web.Problems;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>The files that a user has uploaded in the recorded requests: their bytes were not kept, and only he can add them again.</summary>
internal static class Uploads
{
    /// <summary>The files, the first one first. One in a form is none: its bytes are not the file's.</summary>
    public static IReadOnlyList<ReportUpload> In(IEnumerable<RecordedRequest> requests) =>
        [
            .. requests
                .Where(request => request.Body is { Bytes: null, Length: > 0 })
                .Select(request => new ReportUpload(
                    request.At,
                    MediaTypeOf(request),
                    request.Body.Length,
                    Convert.ToHexStringLower(request.Body.Hash!)
                ))
                .Where(upload =>
                    !IsJson(upload.MediaType) && !upload.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
                )
                .DistinctBy(upload => upload.Sha256, StringComparer.Ordinal),
        ];

    /// <summary>The SHA-256 of a file in hexadecimal.</summary>
    public static string HashOf(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));

    /// <summary>What is wrong with files that are to be added, by JSON Pointers.</summary>
    /// <param name="files">The files.</param>
    /// <param name="known">Those that were uploaded.</param>
    /// <param name="secrets">Finds secrets: nothing can take the place of one in such a file.</param>
    public static RequestErrors Check(byte[][] files, IReadOnlyList<ReportUpload> known, SecretSearch secrets)
    {
        var hashes = known.Select(upload => upload.Sha256).ToHashSet(StringComparer.Ordinal);
        var errors = new RequestErrors();
        foreach (var (index, file) in files.Index())
        {
            if (!hashes.Contains(HashOf(file)))
                errors.Add($"/uploads/{index}", "None of the recorded uploads has these bytes. The preview lists them.");
            else if (secrets.Find(file) is { } kind)
                errors.Add($"/uploads/{index}", $"It seems to have a secret in it: {kind}. Leave it out.");
        }
        return errors;
    }

    private static string MediaTypeOf(RecordedRequest request) =>
        request.Headers.FirstOrDefault(header => header.Key == "Content-Type").Value is { Length: > 0 } type
        && System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(type, out var parsed)
            ? parsed.MediaType!
            : MediaTypeNames.Application.Octet;

    // A batch that was too long to be kept.
    private static bool IsJson(string mediaType) => mediaType.EndsWith("json", StringComparison.OrdinalIgnoreCase);
}
