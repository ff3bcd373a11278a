using System.Security.Claims;
using Fitness.Api.Features.Capsule.Recording;
using Fitness.Api.Features.EnvironmentDescription;
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
    SecretSearch secrets,
    CapsuleMaker capsules
)
{
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
        input.Uploads is { Length: > 0 } files ? Uploads.Check(files, Uploads.In(Requests(userId)), secrets) : new RequestErrors();

    /// <summary>Makes it.</summary>
    public async Task<byte[]> MakeAsync(ClaimsPrincipal user, ReportInput input, CancellationToken cancellation)
    {
        var userId = user.UserId();
        await SettleAsync(userId, cancellation);
        var slice = await table.ReadAsync(userId, cancellation);
        return capsules.Make(
            new CapsuleInput(
                input.Title!,
                input.Note,
                [new CapsuleUser(userId, slice, Requests(userId))],
                await service.DescribeAsync(user, cancellation),
                input.Uploads ?? []
            )
        );
    }

    // A request is recorded just after its client has the answer. One that takes longer is not waited for.
    private async Task SettleAsync(string userId, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= MaxWaits && rings.Slots.CountOf(userId) > 0; attempt++)
            await Backoff.DelayAsync(attempt, cancellation);
    }

    private List<RecordedRequest> Requests(string userId) => CapsuleUser.RequestsOf(rings.Read(userId));
}
