using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fitness.Api.Features.Capsule.Report;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>
/// Makes a test of a replay: a folder of small files with the table before, the requests that matter, and the answers of the build on which it
/// was replayed, which is the one with the fix.
/// </summary>
internal static class CapsuleTestFolder
{
    /// <summary>
    /// The requests that matter: those whose answers differ from the recorded ones, and what was written before them. Of a replay without a
    /// difference, all.
    /// </summary>
    /// <exception cref="StartException">One before them wrote what the test would lack.</exception>
    public static IReadOnlyList<ReplayedRequest> Choose(ReplayResult result)
    {
        var sent = result.Requests.Where(one => one.Answer is not null).ToList();
        var last = sent.FindLastIndex(one => one.Differences.Count > 0);
        var end = (last < 0 ? sent.LastOrDefault() : sent[last])?.Request.Number ?? 0;
        if (result.Requests.FirstOrDefault(one => one.IsWrittenInstead && one.Request.Number < end) is { } lacking)
            throw new StartException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A test of it would lack what request {lacking.Request.Number} wrote: it was not sent, because {lacking.NotSent}. Show the fault again without such a request, and make a report of that."
                )
            );
        return last < 0
            ? sent
            :
            [
                .. sent.Take(last + 1)
                    .Where(one => one.Differences.Count > 0 || StorageEffect.Of([one.Request]).Exists(effect => effect.Writes.Count > 0)),
            ];
    }

    /// <summary>The files of the test by their names.</summary>
    /// <param name="name">What the test is called; the capsule's title and note may say more than others should read.</param>
    /// <param name="version">The version that made the answers.</param>
    /// <param name="capsule">The capsule.</param>
    /// <param name="requests">The requests.</param>
    /// <exception cref="StartException">The capsule's texts are not hidden.</exception>
    public static IReadOnlyDictionary<string, string> Files(
        string name,
        string version,
        CapsuleStart capsule,
        IReadOnlyList<ReplayedRequest> requests
    )
    {
        var index = capsule.Content.Index;
        if (index.Masked.Count == 0)
            throw new StartException("The capsule's texts are not hidden: it cannot become a test.");
        // They are hidden already; what the replay said of them has to be hidden in the same way.
        var mask = new MaskedJson(new MaskedTexts(new Masks(), index.Users.ToDictionary(user => user, StringComparer.Ordinal)));
        var table = Lines(capsule.Before.Items.Select(item => mask.Hide(item, JsonOrigin.Storage)!));
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [CapsuleNames.Table] = table,
            [CapsuleNames.Requests] = Lines(requests.Select(one => RequestLines.Of(one.Answer!.Record, one.Request.User, mask))),
            [CapsuleNames.Environment] = new JsonObject { ["settings"] = Settings(capsule) }.ToJsonString(CapsuleFile.Readable) + "\n",
        };
        var parts = files.Select(file => Part(file.Key, file.Value)).ToList();
        // The commit of which the answers are may still be to come.
        var own = index with
        {
            Title = name,
            Note = null,
            Version = version,
            Commit = null,
            Image = null,
            By = null,
            Redacted = null,
            Files = parts,
        };
        files[CapsuleNames.Index] =
            JsonSerializer.SerializeToNode(own, ReportJson.Default.CapsuleIndex)!.ToJsonString(CapsuleFile.Readable) + "\n";
        return files;
    }

    private static JsonObject Settings(CapsuleStart capsule)
    {
        var settings = new JsonObject();
        foreach (var (variable, setting) in capsule.Content.Environment["settings"] as JsonObject ?? [])
        {
            if (capsule.Settings.Applied.Contains(variable))
                settings[variable] = setting?.DeepClone();
        }
        return settings;
    }

    private static string Lines(IEnumerable<JsonNode> lines) =>
        string.Concat(lines.Select(line => line.ToJsonString(CapsuleFile.Line) + "\n"));

    private static CapsulePart Part(string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new CapsulePart(name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
