using System.Globalization;
using Fitness.Api.Features.Capsule.Report;
using Fitness.Api.Settings;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>What is in a capsule, in words.</summary>
internal static class CapsuleText
{
    private const int LongestBody = 300;

    private static readonly HashSet<string> Usual = new(StringComparer.OrdinalIgnoreCase)
    {
        "Content-Type",
        "Accept",
        "Cache-Control",
        "Sec-Fetch-Site",
    };

    /// <summary>All of it.</summary>
    public static IEnumerable<string> Of(CapsuleContent capsule)
    {
        var index = capsule.Index;
        yield return $"Capsule \"{Readable.Line(index.Title)}\"";
        foreach (var line in index.Note?.ReplaceLineEndings("\n").Split('\n') ?? [])
            yield return $"  {Readable.Line(line)}";
        yield return Line(
            $"  made at {index.CreatedAt:yyyy-MM-dd HH:mm:ss}Z of {index.Environment}, version {index.Version}, commit {index.Commit ?? "unknown"}, image {index.Image ?? "none"}"
        );
        yield return Line($"  users: {string.Join(", ", index.Users)}; {capsule.Items.Count} items up to change {index.Change}");
        foreach (var file in index.Files)
            yield return Line($"  {file.Name}, {file.Bytes} bytes, SHA-256 {file.Sha256}");
        foreach (var masked in index.Masked)
            yield return $"  {masked}";
        var before = StateBefore.Find(capsule.Requests, capsule.Items);
        if (before.Reason is { } reason)
            yield return $"  {reason} Earlier requests are not replayed.";
        var first = capsule.Requests.Count == 0 ? capsule.Index.CreatedAt : capsule.Requests[0].At;
        foreach (var request in capsule.Requests)
        {
            yield return Line(
                $"{(request.At - first).TotalSeconds, 9:0.000} s {ReplayText.Line(request)}  in {request.Milliseconds:0.0} ms, as {request.User}"
            );
            if (Conditions(request) is { Length: > 0 } conditions)
                yield return $"             with {conditions}";
            if (Body(request.Body) is { } sent)
                yield return $"             sent {sent}";
            if (Body(request.ResponseBody) is { } answered)
                yield return $"             answered {answered}";
            if (request.Asked.Any())
                yield return $"             storage {string.Join(", ", request.Asked)}";
        }
    }

    // What else than the body decides on the answer.
    private static string Conditions(CapsuleRequest request) =>
        string.Join(", ", request.Headers.Where(header => !Usual.Contains(header.Key)).Select(header => $"{header.Key}: {header.Value}"));

    private static string? Body(CapsuleBody body) =>
        body switch
        {
            { Sha256: { } hash } => Line($"{body.Length} bytes, of which only the SHA-256 was kept: {hash}"),
            { Json: { } json } => Short(json.ToJsonString(CapsuleFile.Line)),
            { Text: { } text } => Short(Readable.Line(text)),
            _ => null,
        };

    private static string Short(string text) =>
        text.Length <= LongestBody
            ? text
            : Line($"{text[..LongestBody]}… and {text.Length - LongestBody} characters more, in {CapsuleNames.Requests}");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
