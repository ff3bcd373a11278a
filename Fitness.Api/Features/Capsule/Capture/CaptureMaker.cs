using System.Text.Json.Nodes;
using Fitness.Api.Features.Capsule.Recording;
using Fitness.Api.Features.Capsule.Report;
using Fitness.Api.Features.EnvironmentDescription;
using Fitness.Api.Settings;
using Fitness.Api.Storage;
using Fitness.Api.Web.Authentication;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Features.Capsule.Capture;

/// <summary>What is to be captured.</summary>
/// <param name="Users">Whose data; null for everybody of whom there are records.</param>
/// <param name="Title">What is wrong.</param>
/// <param name="Note">More of it.</param>
/// <param name="Name">What the capsule will be called.</param>
/// <param name="By">Who captures.</param>
/// <param name="IsLive">Whether the service goes on meanwhile: then a request that has not ended is in progress.</param>
/// <param name="Input">What the container was, in one line of JSON, then the lines of its log; null for neither.</param>
internal sealed record CaptureRequest(
    IReadOnlyList<string>? Users,
    string Title,
    string? Note,
    string? Name,
    string? By,
    bool IsLive,
    TextReader? Input
);

/// <summary>Makes the data part of a capsule of a service that another process is, or was.</summary>
internal sealed class CaptureMaker(
    TableSliceReader table,
    IServiceDescription service,
    SecretSearch secrets,
    CapsuleMaker capsules,
    IOptions<RecordingOptions> recording,
    TimeProvider time
)
{
    private const string Operator = "capture";
    private const int MostCopies = 8;

    /// <summary>Makes it, as a ZIP archive.</summary>
    /// <param name="request">What is to be captured.</param>
    /// <param name="say">Is given what a person should know.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="StartException">There is nothing to capture, or a secret cannot be left out.</exception>
    public async Task<byte[]> MakeAsync(CaptureRequest request, Action<string> say, CancellationToken cancellation)
    {
        if (request.Name is { } name && secrets.Find(System.Text.Encoding.UTF8.GetBytes(name)) is { } kind)
            throw new StartException($"The name has a secret in it: {kind}.");
        var ids = Users(request, say);
        var slices = new Dictionary<string, TableSlice>(StringComparer.Ordinal);
        foreach (var id in ids)
            slices[id] = await table.ReadAsync(id, cancellation);
        await SettleAsync(request, ids, say, cancellation);
        var (container, logs) = await ReadAsync(request.Input, say, cancellation);
        // After the table, so that they have all of its changes.
        using var rings = Rings();
        var users = ids.Select(id => new CapsuleUser(id, slices[id], Requests(rings, id, slices[id], request.IsLive))).ToList();
        if (users.Find(user => user.Requests.Count == 0 && user.Slice.Items.Count == 0) is { } nobody)
            throw new StartException($"There is nothing of the user '{Readable.Value(nobody.Id)}'.");
        return capsules.Make(
            new CapsuleInput(
                request.Title,
                request.Note,
                users,
                await service.DescribeAsync(DemoUser.Named(Operator, Roles.Operators), cancellation),
                [],
                [.. rings.Owners().Except(ids, StringComparer.Ordinal)],
                request.By,
                container,
                logs
            )
        );
    }

    // What was answered before the table was read is in them then. A request that takes longer is not waited for.
    private async Task SettleAsync(CaptureRequest request, IReadOnlyList<string> ids, Action<string> say, CancellationToken cancellation)
    {
        if (request is not { IsLive: true, Input: { } input })
            return;
        var read = time.GetUtcNow();
        var hasEnded = false;
        for (var copy = 1; ; copy++)
        {
            say(ApiProgram.CopyRecords);
            await input.ReadLineAsync(cancellation);
            if (copy == MostCopies || hasEnded)
                return;
            // Then once more: what ended while it was copied may be neither among those in progress nor among the others.
            hasEnded = !HasOpen(ids, read);
            if (!hasEnded)
                await Backoff.DelayAsync(copy, cancellation);
        }
    }

    private bool HasOpen(IReadOnlyList<string> ids, DateTimeOffset until)
    {
        using var rings = Rings();
        return ids.Any(id =>
            CapsuleUser.RequestsOf(rings.Of(id)).Exists(request => request.At <= until && rings.IsInProgress(id, request.Began))
        );
    }

    private IReadOnlyList<string> Users(CaptureRequest request, Action<string> say)
    {
        using var rings = Rings();
        var owners = rings.Owners();
        if (owners.Count == 0)
            say(
                $"No requests are recorded in {recording.Value.Folder}: nobody has called, or the service could not write there, as its log says then."
            );
        if (request.Users is { Count: > 0 } named)
            return [.. named.Distinct(StringComparer.Ordinal)];
        if (request.Users is not null)
            throw new StartException(
                $"Whose data? {People(owners.Count)} recorded requests. Name them with --user, or take all with --all-users."
            );
        if (owners.Count == 0)
            throw new StartException("Nobody has recorded requests. Name users with --user.");
        say($"All users: the data of {owners.Count} {(owners.Count == 1 ? "person leaves" : "people leave")} this service.");
        return owners;
    }

    private static string People(int count) =>
        count switch
        {
            0 => "Nobody has",
            1 => "1 user has",
            _ => $"{count} users have",
        };

    private CapturedRings Rings() =>
        CapturedRings.Read(recording.Value.Folder, time.GetUtcNow() - TimeSpan.FromHours(recording.Value.Hours));

    // Of a user who has erased all, the service forgets them soon, too.
    private static List<RecordedRequest> Requests(CapturedRings rings, string id, TableSlice slice, bool isLive)
    {
        var records = rings.Of(id);
        return RecordedLives.Of(records).HasEnded(slice.Life)
            ? []
            : [.. CapsuleUser.RequestsOf(records).Where(request => !isLive || !rings.IsInProgress(id, request.Began))];
    }

    private static async Task<(JsonObject? Container, List<string>? Logs)> ReadAsync(
        TextReader? input,
        Action<string> say,
        CancellationToken cancellation
    )
    {
        if (input is null)
            return (null, null);
        say(ApiProgram.DescribeContainer);
        var container = await input.ReadLineAsync(cancellation);
        var logs = new List<string>();
        while (await input.ReadLineAsync(cancellation) is { } line)
            logs.Add(line);
        try
        {
            return (JsonNode.Parse(container ?? "") as JsonObject, logs);
        }
        catch (System.Text.Json.JsonException exception)
        {
            throw new StartException("The first line of the input is no JSON.", exception);
        }
    }
}
