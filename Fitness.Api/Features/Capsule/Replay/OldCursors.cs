using Microsoft.AspNetCore.WebUtilities;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>Finds requests for a page whose cursor no earlier answer of the replay has: it is bound to what it was taken from, and cannot be made anew.</summary>
internal sealed class OldCursors
{
    private readonly HashSet<int> found = [];

    /// <param name="requests">The requests in their order.</param>
    /// <param name="first">The number of the first one that is sent.</param>
    public OldCursors(IEnumerable<CapsuleRequest> requests, int first)
    {
        var answers = new List<string>();
        foreach (var request in requests.Where(request => request.Number >= first))
        {
            // One that was refused is refused again.
            if (
                request.Status == StatusCodes.Status200OK
                && CursorOf(request.Target) is { Length: > 0 } cursor
                && !answers.Exists(answer => answer.Contains(cursor, StringComparison.Ordinal))
            )
                found.Add(request.Number);
            // Of what is not sent there is no other answer.
            else if (request.ResponseBody.Json?.ToJsonString() is { } answer)
                answers.Add(answer);
        }
    }

    /// <summary>Whether the request is one of them.</summary>
    public bool Has(CapsuleRequest request) => found.Contains(request.Number);

    private static string? CursorOf(string target) =>
        target.Split('?', 2) is [_, var query] && QueryHelpers.ParseQuery(query).TryGetValue("cursor", out var cursor)
            ? cursor.ToString()
            : null;
}
