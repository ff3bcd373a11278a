using System.Globalization;
using Fitness.Api.Settings;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>A replay in words.</summary>
internal static class ReplayText
{
    private const int MostDifferences = 20;

    /// <summary>A line without what a terminal would take for a command: a capsule may come from anybody.</summary>
    public static string Plain(string line)
    {
        var text = line.TrimStart(' ');
        return line[..^text.Length] + Readable.Line(text);
    }

    /// <summary>What is replayed, and how.</summary>
    public static IEnumerable<string> Head(CapsuleStart capsule)
    {
        var index = capsule.Content.Index;
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"Capsule \"{Readable.Value(index.Title)}\", made at {index.CreatedAt:yyyy-MM-dd HH:mm:ss}Z of {index.Environment}, version {index.Version}{(index.Image is { } image ? $", image {image}" : "")}."
        );
        if (capsule.Before.Reason is { } reason)
            yield return capsule.Before.First > capsule.Content.Requests.Count
                ? $"{reason} None of its requests is certain."
                : string.Create(CultureInfo.InvariantCulture, $"{reason} It is certain from request {capsule.Before.First} on.");
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"The table has {capsule.Items.Count} items, and the clock begins at {capsule.At:yyyy-MM-dd HH:mm:ss.fff}Z. Whoever calls without a token is the user '{Readable.Value(capsule.User)}'."
        );
        if (capsule.Settings.Replaced is { Count: > 0 } replaced)
            yield return $"A replay has settings of its own instead of {string.Join(", ", replaced)}.";
        foreach (var left in capsule.Settings.LeftOut)
            yield return $"Left out: {left}";
    }

    /// <summary>A request's line, and one for each difference.</summary>
    public static IEnumerable<string> Lines(ReplayedRequest replayed)
    {
        yield return $"{Line(replayed.Request)}  {Outcome(replayed)}";
        foreach (var difference in replayed.Differences.Take(MostDifferences))
            yield return $"       {difference.Where}: recorded {difference.Recorded ?? "nothing"}, replayed {difference.Replayed ?? "nothing"}";
        if (replayed.Differences.Count > MostDifferences)
            yield return string.Create(CultureInfo.InvariantCulture, $"       and {replayed.Differences.Count - MostDifferences} more");
        if (replayed.StorageDiffers)
            yield return $"       storage: recorded {Storage(replayed.Request.Asked)}, replayed {Storage(replayed.Answer!.Storage)}";
    }

    /// <summary>A request in a line.</summary>
    public static string Line(CapsuleRequest request) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{request.Number, 4}  {request.Method, -6} {request.Target}  {(request.DidNotEnd ? "did not end" : request.Status)}"
        );

    /// <summary>What came of all of it.</summary>
    public static string Sum(ReplayResult result)
    {
        var (replayed, lost) = (result.Requests, result.Lost);
        var sent = replayed.Where(one => one.NotSent is null).ToList();
        var differ = sent.Count(one => one.Differences.Count > 0);
        var unknown = sent.Count(one => one is { Differences.Count: 0, IsBodyUnknown: true });
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sent.Count - differ} of {sent.Count} {ApiProgram.AnswersAreAsRecorded}{(unknown == 0 ? "" : $" ({unknown} of them but for the body)")}, {differ} differ; {replayed.Count - sent.Count} were not sent.{(lost == 0 ? "" : $" The order of the storage requests was lost {lost} times.")}"
        );
    }

    private static string Outcome(ReplayedRequest replayed) =>
        replayed switch
        {
            { NotSent: { } reason } => $"not sent: {reason}",
            { Differences.Count: > 0 } => "differs",
            { IsBodyUnknown: true } => "as recorded, but for the body, which was not kept as it was",
            _ => "as recorded",
        };

    private static string Storage(IEnumerable<string> requests) => string.Join(", ", requests.DefaultIfEmpty("nothing"));
}
