using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fitness.Api.Features.Capsule.Recording;
using Fitness.Api.Features.EnvironmentDescription;
using Fitness.Api.Settings;
using Fitness.Api.Web.Authentication;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>Makes the data part of a capsule of one user, and says beforehand what will be in it.</summary>
internal sealed class ReportMaker(
    RequestRings rings,
    IOptions<RecordingOptions> recording,
    TableSliceReader table,
    EnvironmentReader environment,
    FitnessSettings settings,
    TimeProvider time
)
{
    // In Development without tokens, everybody is that user anyway.
    private const string Pseudonym = "user-1";

    private static readonly string[] Masked =
    [
        "Names, notes and devices of activities, and every other text that is not known to be the service's own, are replaced by random ones of the same length and kind of characters, the same text by the same one everywhere.",
        "Answers that can differ by it: whether a write changes anything, if two texts had become one; the size of a body.",
        "Uploaded files and bodies larger than 32 KB are there by size and SHA-256 only; tokens, cookies and unknown headers and query values not at all.",
        "The user is called user-1.",
    ];

    /// <summary>What would be in it.</summary>
    public async Task<ReportPreview> PreviewAsync(string userId, CancellationToken cancellation)
    {
        var requests = Requests(userId);
        var slice = await table.ReadAsync(userId, cancellation);
        return new ReportPreview(
            requests.Count,
            requests.Count == 0 ? null : requests[0].At,
            slice.Items.Count,
            recording.Value.Enabled,
            [
                "Your last requests with their answers and what they asked the storage.",
                "Everything that is stored of you.",
                "What the service is and runs on.",
                "The title and the note, as you write them.",
                .. Masked,
            ],
            "Whoever you give the file to. The service keeps no copy."
        );
    }

    /// <summary>Makes it.</summary>
    public async Task<byte[]> MakeAsync(ClaimsPrincipal user, ReportInput input, CancellationToken cancellation)
    {
        var userId = user.UserId();
        var slice = await table.ReadAsync(userId, cancellation);
        var requests = Requests(userId);
        var mask = new MaskedJson(new Masks(), userId, Pseudonym);
        var build = BuildDescription.OfThisProgram;
        using var file = new CapsuleFile(time.GetUtcNow());
        // First, so that texts are known by which they are hidden elsewhere.
        file.Add("table.ndjson", slice.Items.Select(item => mask.Hide(item)!).ToList());
        file.Add("requests.ndjson", requests.Select(request => RequestLines.Of(request, Pseudonym, mask)).ToList());
        file.Add("environment.json", await EnvironmentAsync(user, cancellation));
        return file.End(parts => new CapsuleIndex(
            CapsuleIndex.CurrentFormat,
            input.Title!,
            input.Note,
            time.GetUtcNow(),
            build.Version,
            build.Commit,
            settings.Image,
            settings.Environment,
            [Pseudonym],
            slice.Change,
            Masked,
            parts
        ));
    }

    // The whole description is for operators.
    private async Task<JsonNode> EnvironmentAsync(ClaimsPrincipal user, CancellationToken cancellation) =>
        user.MayOperate(settings)
            ? JsonSerializer.SerializeToNode(await environment.DescribeAsync(cancellation), EnvironmentJson.Default.EnvironmentDescription)!
            : new JsonObject { ["environment"] = settings.Environment };

    private List<RecordedRequest> Requests(string userId) =>
        [.. rings.Read(userId).Select(record => RecordReader.Read(record)).OfType<RecordedRequest>()];
}
