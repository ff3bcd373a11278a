using System.Text.Json;
using System.Text.Json.Nodes;
using Fitness.Api.Features.Capsule.Recording;
using Fitness.Api.Features.EnvironmentDescription;
using Fitness.Api.Settings;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>A user of a capsule.</summary>
/// <param name="Id">The user's id, which is hidden in it.</param>
/// <param name="Slice">What is stored.</param>
/// <param name="Requests">The last requests.</param>
internal sealed record CapsuleUser(string Id, TableSlice Slice, IReadOnlyList<RecordedRequest> Requests)
{
    /// <summary>Records as requests.</summary>
    public static List<RecordedRequest> RequestsOf(IEnumerable<byte[]> records) =>
        [.. records.Select(record => RecordReader.Read(record)).OfType<RecordedRequest>()];
}

/// <summary>What a capsule is made of.</summary>
/// <param name="Title">What is wrong.</param>
/// <param name="Note">More of it.</param>
/// <param name="Users">Whose data it has.</param>
/// <param name="Environment">What the service is and runs on.</param>
/// <param name="Uploads">Uploaded files.</param>
/// <param name="Others">Users whose data it does not have, and whose names are hidden too.</param>
/// <param name="By">Who captures it; null in a report.</param>
/// <param name="Container">What the container was; null without one.</param>
/// <param name="Logs">The lines of the log; null without one.</param>
internal sealed record CapsuleInput(
    string Title,
    string? Note,
    IReadOnlyList<CapsuleUser> Users,
    JsonNode Environment,
    IReadOnlyList<byte[]> Uploads,
    IReadOnlyList<string>? Others = null,
    string? By = null,
    JsonObject? Container = null,
    IReadOnlyList<string>? Logs = null
);

/// <summary>Makes the data part of a capsule: hides what a person wrote and who it was, and leaves out secrets.</summary>
internal sealed class CapsuleMaker(IServiceDescription service, FitnessSettings settings, SecretSearch secrets, TimeProvider time)
{
    // In Development without tokens, everybody is the first of them anyway.
    private const string Pseudonym = "user-";
    private const string Other = "another-user";

    /// <summary>Makes it, as a ZIP archive.</summary>
    /// <exception cref="StartException">There is a secret that cannot be left out.</exception>
    public byte[] Make(CapsuleInput input)
    {
        var users = input.Users.OrderBy(user => user.Id, StringComparer.Ordinal).ToList();
        var pseudonyms = (input.Others ?? []).ToDictionary(other => other, _ => Other, StringComparer.Ordinal);
        foreach (var (index, user) in users.Index())
            pseudonyms[user.Id] = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Pseudonym}{index + 1}");
        var masks = new Masks();
        var mask = new MaskedJson(new MaskedTexts(masks, pseudonyms));
        using var file = new CapsuleFile(secrets, time.GetUtcNow());
        // First, so that texts are known by which they are hidden elsewhere.
        file.Add(
            CapsuleNames.Table,
            users.SelectMany(user => user.Slice.Items).Select(item => mask.Hide(item, JsonOrigin.Storage)!).ToList()
        );
        file.Add(
            CapsuleNames.Requests,
            users
                .SelectMany(user => user.Requests.Select(request => (request, user.Id)))
                .OrderBy(one => one.request.Began)
                .Select(one => RequestLines.Of(one.request, pseudonyms[one.Id], mask))
                .ToList()
        );
        file.Add(CapsuleNames.Environment, WithoutHome(input.Environment));
        foreach (var upload in input.Uploads.DistinctBy(Uploads.HashOf, StringComparer.Ordinal))
            file.Add(CapsuleNames.Uploads + Uploads.HashOf(upload), upload);
        if (input.Container is not null)
            file.Add(CapsuleNames.Container, input.Container);
        if (input.Logs is not null)
            file.Add(CapsuleNames.Logs, new MaskedLog(masks, mask.Texts).Hide(input.Logs));
        return file.End(parts => new CapsuleIndex(
            CapsuleIndex.CurrentFormat,
            input.Title,
            input.Note,
            time.GetUtcNow(),
            service.Version,
            service.Commit,
            settings.Image ?? ImageOf(input.Container),
            settings.Environment,
            [.. users.Select(user => pseudonyms[user.Id])],
            users.Max(user => user.Slice.Change),
            ReportTexts.Masked(isReport: input.By is null),
            parts,
            By: input.By
        ));
    }

    // A developer's has his name in it.
    private static JsonNode WithoutHome(JsonNode environment)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length <= 1
            ? environment
            : JsonNode.Parse(environment.ToJsonString().Replace(JsonEncodedText.Encode(home).Value, "~", StringComparison.Ordinal))!;
    }

    // By digest if a registry has it, of several the one that the container was run from, else as the engine that has it knows it.
    private static string? ImageOf(JsonObject? container)
    {
        var image = container?["image"];
        var digests = (image?["digests"] as JsonArray ?? []).Select(digest => (string?)digest).ToList();
        return digests.Find(digest => digest?.Split('@')[0] == (string?)image?["repository"])
            ?? digests.FirstOrDefault()
            ?? (string?)image?["id"];
    }
}
