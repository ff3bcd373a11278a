using System.Security.Claims;
using Fitness.Api.Features.Capsule.Recording;
using Fitness.Api.Features.EnvironmentDescription;
using Fitness.Api.Settings;
using Fitness.Api.Storage;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.Problems;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>Makes the data part of a capsule of one user, and says beforehand what will be in it.</summary>
internal sealed class ReportMaker(
    RequestRings rings,
    IOptions<RecordingOptions> recording,
    TableSliceReader table,
    IServiceDescription service,
    FitnessSettings settings,
    TimeProvider time
)
{
    // In Development without tokens, everybody is that user anyway.
    private const string Pseudonym = "user-1";

    // The request that asks is in progress itself.
    private const int Own = 1;
    private const int MaxWaits = 10;

    /// <summary>What would be in it.</summary>
    public async Task<ReportPreview> PreviewAsync(string userId, CancellationToken cancellation)
    {
        await SettleAsync(userId, cancellation);
        var requests = Requests(userId);
        var slice = await table.ReadAsync(userId, cancellation);
        return new ReportPreview(
            requests.Count,
            slice.Items.Count,
            recording.Value.Enabled,
            Uploads.In(requests),
            ReportTexts.Contents,
            ReportTexts.Readers,
            requests.Count == 0 ? null : requests[0].At
        );
    }

    /// <summary>What is wrong with the files that are to be in it.</summary>
    public RequestErrors Check(string userId, ReportInput input) =>
        input.Uploads is { Length: > 0 } files ? Uploads.Check(files, Uploads.In(Requests(userId))) : new RequestErrors();

    /// <summary>Makes it.</summary>
    public async Task<byte[]> MakeAsync(ClaimsPrincipal user, ReportInput input, CancellationToken cancellation)
    {
        var userId = user.UserId();
        await SettleAsync(userId, cancellation);
        var slice = await table.ReadAsync(userId, cancellation);
        var requests = Requests(userId);
        var mask = new MaskedJson(new MaskedTexts(new Masks(), userId, Pseudonym));
        using var file = new CapsuleFile(time.GetUtcNow());
        // First, so that texts are known by which they are hidden elsewhere.
        file.Add(CapsuleNames.Table, slice.Items.Select(item => mask.Hide(item, JsonOrigin.Storage)!).ToList());
        file.Add(CapsuleNames.Requests, requests.Select(request => RequestLines.Of(request, Pseudonym, mask)).ToList());
        file.Add(CapsuleNames.Environment, await service.DescribeAsync(user, cancellation));
        foreach (var upload in (input.Uploads ?? []).DistinctBy(Uploads.HashOf, StringComparer.Ordinal))
            file.Add(CapsuleNames.Uploads + Uploads.HashOf(upload), upload);
        return file.End(parts => new CapsuleIndex(
            CapsuleIndex.CurrentFormat,
            input.Title!,
            input.Note,
            time.GetUtcNow(),
            service.Version,
            service.Commit,
            settings.Image,
            settings.Environment,
            [Pseudonym],
            slice.Change,
            ReportTexts.Masked,
            parts
        ));
    }

    // A request is recorded just after its client has the answer. One that takes longer is not waited for.
    private async Task SettleAsync(string userId, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= MaxWaits && rings.Slots.CountOf(userId) > Own; attempt++)
            await Backoff.DelayAsync(attempt, cancellation);
    }

    private List<RecordedRequest> Requests(string userId) =>
        [
            .. rings
                .Read(userId)
                .Select(record => RecordReader.Read(record))
                .OfType<RecordedRequest>()
                // What was said in another report is not for this one.
                .Where(request => request.Target.Split('?')[0] != Routes.Report),
        ];
}
