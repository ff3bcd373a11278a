using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Fitness.Tests.Support;

/// <summary>A role's credentials, with their session token.</summary>
internal sealed record TemporaryCredentials(string AccessKey, string SecretKey, string Token);

/// <summary>A call to an AWS service, with its whole body.</summary>
internal sealed record SignedCall(HttpRequest Request, byte[] Body)
{
    /// <summary>The operation, if the header names it, such as <c>GetItem</c>.</summary>
    public string Operation => ((string?)Request.Headers["X-Amz-Target"] ?? "").Split('.')[^1];
}

/// <summary>Checks a signature as <see href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">AWS describes it</see>.</summary>
internal static partial class SignatureV4
{
    /// <summary>Why the call is refused; null if its signature is valid.</summary>
    public static string? Check(
        SignedCall call,
        string region,
        IReadOnlyDictionary<string, TemporaryCredentials> issued,
        [NotNull] out string? key
    )
    {
        key = "";
        var request = call.Request;
        if (Authorization().Match((string?)request.Headers.Authorization ?? "") is not { Success: true } parts)
            return "no signature";
        var (scope, signedHeaders) = (parts.Groups["scope"].Value, parts.Groups["headers"].Value);
        key = parts.Groups["key"].Value;
        if (scope.Split('/')[1] != region)
            return $"the region is that of {scope}";
        if (!issued.TryGetValue(key, out var credentials))
            return $"the key {key} was never handed out";
        if (request.Headers["X-Amz-Security-Token"] != credentials.Token)
            return "the session token is not the key's";
        var headers = string.Concat(signedHeaders.Split(';').Select(name => $"{name}:{((string?)request.Headers[name])?.Trim()}\n"));
        var canonical =
            $"{request.Method}\n{request.Path}\n\n{headers}\n{signedHeaders}\n{Convert.ToHexStringLower(SHA256.HashData(call.Body))}";
        var text =
            $"AWS4-HMAC-SHA256\n{request.Headers["X-Amz-Date"]}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signing = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes($"AWS4{credentials.SecretKey}"), Sign);
        return Convert.ToHexStringLower(Sign(signing, text)) == parts.Groups["signature"].Value ? null : "the signature is wrong";

        static byte[] Sign(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
    }

    [GeneratedRegex(
        "^AWS4-HMAC-SHA256 Credential=(?<key>[^/]+)/(?<scope>[0-9]+/[a-z0-9-]+/[a-z0-9-]+/aws4_request), ?SignedHeaders=(?<headers>[^,]+), ?Signature=(?<signature>[0-9a-f]{64})$"
    )]
    private static partial Regex Authorization();
}
