using System.Security.Cryptography;
using System.Text.Json;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;
using Microsoft.AspNetCore.Http.Metadata;

namespace Fitness.Api.Features.Activities;

/// <summary>The optional <c>Idempotency-Key</c> header (draft-ietf-httpapi-idempotency-key-header): 1 to 255 visible ASCII characters, opaque.</summary>
internal sealed class IdempotencyKey : ICheckedInput, IBindableFromHttpContext<IdempotencyKey>, IEndpointParameterMetadataProvider
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";
    private const int MaxLength = 255;

    private IdempotencyKey(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Header, out var values))
            return;
        Value = values.Count == 1 ? values[0]! : "";
        if (Value.Length is 0 or > MaxLength || Value.Any(character => character is <= ' ' or > '~'))
            Problem = ProblemResult.Invalid(
                RequestErrors.Of(Header, $"The header must be given once, with 1 to {MaxLength} visible ASCII characters.")
            );
    }

    /// <summary>The key, or null when the request has none.</summary>
    public string? Value { get; }

    public ProblemResult? Problem { get; }

    /// <summary>Distinguishes different bodies under the same key. A field that has no value has no part in it, so that a retry is still one after a release that adds a field.</summary>
    public static string Fingerprint(ActivityInput input) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(input, ActivityJson.Default.ActivityInput)));

    public static ValueTask<IdempotencyKey?> BindAsync(HttpContext context, System.Reflection.ParameterInfo parameter) =>
        ValueTask.FromResult<IdempotencyKey?>(new IdempotencyKey(context.Request));

    public static void PopulateMetadata(System.Reflection.ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(
            new RequestHeader(
                Header,
                $"1 to {MaxLength} visible ASCII characters that name this request; a retry with it gets the first answer for {UserItems.IdempotencyLife.TotalHours} hours.",
                "5f1a2b7c-0d6e-4c36-9a55-8c0e4b1f7d21",
                $"^[!-~]{{1,{MaxLength}}}$"
            )
        );
}
