using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fitness.Api.Features.Capsule.Recording;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>What a replayed request was answered, and what it asked the storage.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The headers that a capsule has.</param>
/// <param name="Body">The body.</param>
/// <param name="Storage">The storage requests, each as its operation and its status.</param>
/// <param name="Record">All that was recorded of it.</param>
internal sealed record ReplayedAnswer(
    int Status,
    IReadOnlyDictionary<string, string> Headers,
    CapsuleBody Body,
    IReadOnlyList<string> Storage,
    RecordedRequest Record
)
{
    /// <summary>Of a request as it was recorded in the replay.</summary>
    public static ReplayedAnswer Of(RecordedRequest request) =>
        new(
            request.Status,
            request.ResponseHeaders.ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase),
            BodyOf(request.ResponseBody),
            [
                .. request
                    .Storage.Where(one => one.ServedBy is null && StorageObserver.IsRequest(one.Operation))
                    .Select(one => $"{one.Operation} {one.Status}"),
            ],
            request
        );

    private static CapsuleBody BodyOf(RecordedContent content)
    {
        if (content.Bytes is not { } bytes)
            return new CapsuleBody(null, null, content.Length, Convert.ToHexStringLower(content.Hash!));
        if (bytes.Length == 0)
            return new CapsuleBody(null, null, 0, null);
        try
        {
            return new CapsuleBody(JsonNode.Parse(bytes), null, bytes.Length, null);
        }
        catch (JsonException)
        {
            return new CapsuleBody(null, Encoding.UTF8.GetString(bytes), bytes.Length, null);
        }
    }
}
