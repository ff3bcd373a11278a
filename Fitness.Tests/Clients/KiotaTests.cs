using System.Globalization;
using System.Text;
using Fitness.Client.Models;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Serialization;
using ExportKind = Fitness.FilesClient.Models.ExportKind;
using ExportLine = Fitness.FilesClient.Models.ExportLine;

namespace Fitness.Tests.Clients;

/// <summary>What an app in C# does, with the client that Kiota makes of the contract.</summary>
public sealed class KiotaTests(UsersFixture api, SharedEngine engine) : IClassFixture<UsersFixture>
{
    [Fact]
    public async Task Creates_with_an_id_of_its_own_or_with_an_idempotency_key()
    {
        using var app = new KiotaClient(api.NewUser());
        var id = Guid.CreateVersion7().ToString();
        var mine = await app.Api.V1.Activities[id].PutAsync(KiotaClient.RunOn(1));
        Assert.Equal((id, Sport.Running, "Windy", 1), (mine?.Id, mine?.Sport, mine?.Notes, mine?.Version));

        var key = Guid.NewGuid().ToString();
        var first = await app.Api.V1.Activities.PostAsync(KiotaClient.RunOn(2), request => request.Headers.Add("Idempotency-Key", key));
        var again = await app.Api.V1.Activities.PostAsync(KiotaClient.RunOn(2), request => request.Headers.Add("Idempotency-Key", key));
        Assert.NotNull(first?.Id);
        Assert.Equal((first.Id, first.Etag), (again?.Id, again?.Etag));
    }

    [Fact]
    public async Task Lists_what_it_asks_for_page_by_page_to_the_end()
    {
        using var app = new KiotaClient(api.NewUser());
        for (var day = 1; day <= 5; day++)
            await app.CreateAsync(KiotaClient.RunOn(day));
        var other = KiotaClient.RunOn(5);
        other.Sport = Sport.Rowing;
        await app.CreateAsync(other);
        var days = new List<int?>();
        string? cursor = null;
        do
        {
            var page = await app.Api.V1.Activities.GetAsync(request =>
            {
                request.QueryParameters.Sport = Sport.Running;
                request.QueryParameters.After = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.FromHours(1));
                request.QueryParameters.Limit = 2;
                request.QueryParameters.Cursor = cursor;
            });
            Assert.NotNull(page?.Items);
            days.AddRange(page.Items.Select(activity => activity.Start?.Day));
            cursor = page.NextCursor;
        } while (cursor is not null);
        Assert.Equal([5, 4, 3, 2], days);
    }

    [Fact]
    public async Task Changes_one_member_and_removes_another()
    {
        using var app = new KiotaClient(api.NewUser());
        var before = await app.CreateAsync(KiotaClient.RunOn(1));
        var after = await app
            .Api.V1.Activities[before.Id]
            .PatchAsync(new ActivityPatch { Name = "Along the river", Notes = null }, request =>
                request.Headers.Add("If-Match", before.Etag!)
            );
        Assert.Equal(("Along the river", null, 1860), (after?.Name, after?.Notes, after?.ElapsedSeconds));
    }

    [Fact]
    public async Task Succeeds_after_a_stale_write_with_the_ETag_of_the_refusal()
    {
        using var app = new KiotaClient(api.NewUser());
        var first = await app.CreateAsync(KiotaClient.RunOn(1));
        await WriteAsync("From the watch", first.Etag);
        var stale = await Assert.ThrowsAsync<ProblemDetails>(() => WriteAsync("From the phone", first.Etag));
        Assert.Equal(412, stale.ResponseStatusCode);
        var written = await WriteAsync("From the phone", stale.Etag);
        Assert.Equal(("From the phone", 3), (written?.Name, written?.Version));

        Task<Activity?> WriteAsync(string name, string? etag)
        {
            var activity = KiotaClient.RunOn(1);
            activity.Name = name;
            return app.Api.V1.Activities[first.Id].PutAsync(activity, request => request.Headers.Add("If-Match", etag!));
        }
    }

    [Fact]
    public async Task Learns_what_has_changed_since_deletions_too()
    {
        using var app = new KiotaClient(api.NewUser());
        var gone = await app.CreateAsync(KiotaClient.RunOn(1));
        var before = await app.Api.V1.Activities.Changes.GetAsync();
        Assert.False(before?.HasMore);
        var stays = await app.CreateAsync(KiotaClient.RunOn(2));
        await app.Api.V1.Activities[gone.Id].DeleteAsync(request => request.Headers.Add("If-Match", gone.Etag!));
        var since = await app.Api.V1.Activities.Changes.GetAsync(request => request.QueryParameters.Token = before?.NextToken);
        Assert.NotNull(since?.Changes);
        Assert.Equal(
            [(stays.Id, ChangeKind.Upsert, Sport.Running), (gone.Id, ChangeKind.Delete, null)],
            since.Changes.Select(change => (change.Id, change.Kind, change.Activity?.Sport))
        );
    }

    [Theory]
    [InlineData("two-days.gpx", "application/gpx+xml")]
    [InlineData("ride-crank-turns.tcx", "application/vnd.garmin.tcx+xml")]
    public async Task Imports_a_file_by_itself_and_in_a_form(string name, string mediaType)
    {
        using var app = new KiotaClient(api.NewUser());
        var path = Repository.PathOf("Fitness.Tests", "Import", "Files", name);
        await using var file = File.OpenRead(path);
        var alone = await app.Api.V1.Activities.Import.PostAsync(file, mediaType);
        Assert.NotNull(alone?.Results);
        Assert.NotEmpty(alone.Results);
        Assert.All(alone.Results, result => Assert.Equal(201, result.Status));

        var form = new MultipartBody();
        form.AddOrReplacePart("file", mediaType, await File.ReadAllBytesAsync(path), name);
        var inForm = await app.Files.V1.Activities.Import.PostAsync(form);
        Assert.NotNull(inForm?.Results);
        Assert.Equal(alone.Results.Select(result => (result.Id, (int?)200)), inForm.Results.Select(result => (result.Id, result.Status)));
    }

    [Fact]
    public async Task Reads_an_export_line_by_line()
    {
        using var app = new KiotaClient(api.NewUser());
        var kept = await app.CreateAsync(KiotaClient.RunOn(1));
        var gone = await app.CreateAsync(KiotaClient.RunOn(2));
        await app.Api.V1.Activities[gone.Id].DeleteAsync();
        await using var export = await app.Api.V1.Me.Export.GetAsync();
        Assert.NotNull(export);
        using var reader = new StreamReader(export, Encoding.UTF8);
        var lines = new List<(ExportKind?, string?)>();
        while (await reader.ReadLineAsync() is { } text)
        {
            var line = await KiotaJsonSerializer.DeserializeAsync(text, ExportLine.CreateFromDiscriminatorValue);
            lines.Add((line?.Kind, line?.Activity?.Id ?? line?.Id));
        }
        Assert.Contains((ExportKind.Activity, kept.Id), lines);
        Assert.Contains((ExportKind.Tombstone, gone.Id), lines);
    }

    [Fact]
    public async Task Adds_up()
    {
        using var app = new KiotaClient(api.NewUser());
        var run = KiotaClient.RunOn(1);
        run.DistanceMeters = 5000;
        await app.CreateAsync(run);
        var sums = await app.Api.V1.Summaries.GetAsync(request =>
        {
            request.QueryParameters.Period = Period.Week;
            request.QueryParameters.From = new Date(2026, 10, 26);
            request.QueryParameters.To = new Date(2026, 11, 8);
        });
        Assert.NotNull(sums?.Items);
        Assert.Equal(
            [(new Date(2026, 10, 26), 1, 5000, Sport.Running), (new Date(2026, 11, 2), 0, 0, null)],
            sums.Items.Select(item => (item.From, item.Totals?.Count, item.Totals?.DistanceMeters, item.Totals?.Longest?.Sport))
        );
        Assert.Equal(["running"], sums.Items[0].BySport?.AdditionalData.Keys);
    }

    [Fact]
    public async Task Is_told_what_is_wrong_by_field()
    {
        using var app = new KiotaClient(api.NewUser());
        var run = KiotaClient.RunOn(1);
        run.ElapsedSeconds = -1;
        var error = await Assert.ThrowsAsync<ProblemDetails>(() => app.CreateAsync(run));
        Assert.Equal(("/problems/invalid-request", error.Title), (error.Type, error.Message));
        Assert.NotEmpty(error.Message);
        // Kiota has no dictionaries: what the contract calls additional properties is read without their type.
        var (field, texts) = Assert.Single(error.Errors!.AdditionalData);
        Assert.Equal("elapsedSeconds", field);
        var text = Assert.Single(Assert.IsType<UntypedArray>(texts).GetValue());
        Assert.NotEmpty(Assert.IsType<UntypedString>(text).GetValue()!);
    }

    [Fact]
    public async Task Waits_as_long_as_it_is_told_after_too_many_calls()
    {
        await using var limited = new ApiFixture(engine).With("RateLimits:User:Requests", "1").With("RateLimits:User:WindowSeconds", "2");
        await limited.InitializeAsync();
        using var app = new KiotaClient(limited.Client);
        var refusals = 0;
        // A window may end between two calls.
        for (var calls = 0; calls < 1000; calls++)
        {
            try
            {
                Assert.NotNull(await app.Api.V1.Activities.GetAsync());
                if (refusals > 0)
                    return;
            }
            catch (ProblemDetails refused) when (refused.ResponseStatusCode == 429)
            {
                refusals++;
                var seconds = int.Parse(Assert.Single(refused.ResponseHeaders["Retry-After"]), CultureInfo.InvariantCulture);
                await Task.Delay(TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);
            }
        }
        Assert.Fail("No call succeeded after one that was refused.");
    }
}
