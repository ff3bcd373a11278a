using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Capsule.Recording;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Fitness.Tests.Capsule;

/// <summary>A user who is erased at one process is forgotten by the others, whatever they were doing.</summary>
public sealed class ErasedElsewhereTests(SharedEngine engine) : IAsyncLifetime
{
    private static readonly JsonNode Input = JsonNode.Parse(
        """{"sport":"running","start":"2026-06-01T10:00:00+02:00","elapsedSeconds":600}"""
    )!;

    // Too short for a look.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly string user = $"user-{Guid.NewGuid():N}";
    private readonly HookedDynamoDBClient storage = new(engine);
    private TestIssuer issuer = null!;
    private ApiFixture one = null!;
    private ApiFixture two = null!;

    private RequestRings Rings => two.Services.GetRequiredService<RequestRings>();

    public async ValueTask InitializeAsync()
    {
        issuer = await TestIssuer.StartAsync();
        one = new ApiFixture(engine).WithIssuer(issuer);
        await one.InitializeAsync();
        two = await OtherAsync(_ => { });
    }

    [Fact]
    public async Task It_is_found_at_the_next_look()
    {
        await PutAsync(one);
        await GetAsync(two, "/v1/activities/a");
        await LookAsync();
        await RecordedAsync(1);
        await EraseAsync();
        await LookAsync();
        Assert.Empty(Rings.Owners());
    }

    [Fact]
    public async Task A_counter_that_cannot_be_read_is_one_users_alone_and_can_be_reported()
    {
        await PutAsync(one);
        await GetAsync(two, "/v1/activities/a");
        await RecordedAsync(1);
        using (var client = engine.CreateClient())
        {
            var counter = (
                await client.GetItemAsync(
                    one.Table,
                    ActivityItem.Key(user, ActivityKeys.ChangesItem),
                    TestContext.Current.CancellationToken
                )
            ).Item;
            counter.Remove("lastChange");
            await client.PutItemAsync(one.Table, counter, TestContext.Current.CancellationToken);
        }
        await LookAsync();
        Assert.Equal([user], Rings.Owners());
        using var reporter = two.CreateClient(issuer.Token(user));
        var files = await ReportFile.MakeAsync(reporter);
        Assert.Contains(ReportFile.Lines(files["table.ndjson"]), item => (string?)item["itemId"]!["S"] == ActivityKeys.ChangesItem);
    }

    [Fact]
    public async Task It_is_found_at_the_first_look_by_what_was_read()
    {
        await PutAsync(one);
        await GetAsync(two, "/v1/activities/a");
        await RecordedAsync(1);
        await EraseAsync();
        await LookAsync();
        Assert.Empty(Rings.Owners());
    }

    [Fact]
    public async Task It_is_found_though_the_user_has_written_since()
    {
        await PutAsync(two);
        await RecordedAsync(1);
        await EraseAsync();
        await PutAsync(one);
        await LookAsync();
        Assert.Empty(Rings.Owners());
        two.Clock!.Advance(Moment);
        await GetAsync(two, "/v1/activities/a");
        await LookAsync();
        await RecordedAsync(1);
    }

    [Fact]
    public async Task What_is_recorded_after_an_erasure_by_this_process_stays()
    {
        await PutAsync(two);
        await RecordedAsync(1);
        await LookAsync();
        await EraseAsync(two);
        two.Clock!.Advance(Moment);
        await PutAsync(two);
        var targets = await SettledAsync();
        await LookAsync();
        Assert.Equal(targets, Targets());
        Assert.Contains("/v1/activities/a", targets);
    }

    [Fact]
    public async Task A_user_who_has_nothing_stored_is_not_forgotten_for_it()
    {
        await GetAsync(two, "/v1/activities/a", HttpStatusCode.NotFound);
        await GetAsync(two, "/v1/activities");
        await RecordedAsync(2);
        await LookAsync();
        await LookAsync();
        await RecordedAsync(2);
    }

    [Fact]
    public async Task What_began_before_it_and_ends_after_it_is_not_kept()
    {
        await two.DisposeAsync();
        two = await OtherAsync(other => other.WithStorage(storage).With(SettingNames.RecordingEnabled, "true"));
        await PutAsync(one);
        await GetAsync(two, "/v1/activities/a");
        await LookAsync();
        var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        storage.BeforeQuery = _ =>
        {
            reached.TrySetResult();
            return goOn.Task;
        };
        var list = GetAsync(two, "/v1/activities");
        await reached.Task;
        await EraseAsync();
        await LookAsync();
        goOn.SetResult();
        await list;
        two.Clock!.Advance(Moment);
        await GetAsync(two, "/v1/activities/a", HttpStatusCode.NotFound);
        await Eventually.WaitForAsync(
            () => Task.FromResult(Targets().Contains("/v1/activities/a", StringComparer.Ordinal)),
            () => string.Join(' ', Targets())
        );
        Assert.DoesNotContain("/v1/activities", Targets());
    }

    public async ValueTask DisposeAsync()
    {
        await one.DisposeAsync();
        await two.DisposeAsync();
        await issuer.DisposeAsync();
        storage.Dispose();
    }

    private IEnumerable<string> Targets() => Rings.Read(user).Select(record => RecordReader.Read(record)!.Target);

    // Its clock stands still, so it looks only when it is told to.
    private async Task<ApiFixture> OtherAsync(Action<ApiFixture> configure)
    {
        var other = new ApiFixture(engine)
            .WithIssuer(issuer)
            .With(SettingNames.Table, one.Table)
            .WithClock(TimeProvider.System.GetUtcNow());
        configure(other);
        await other.InitializeAsync();
        return other;
    }

    private Task LookAsync() =>
        two.Services.GetRequiredService<ErasedElsewhere>().LookAsync(onlyNew: false, TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<string>> SettledAsync()
    {
        await Eventually.WaitForAsync(
            () => Task.FromResult(Rings.Slots.CountOf(user) == 0 && Targets().Any()),
            () => $"{Rings.Slots.CountOf(user)} are in progress"
        );
        return [.. Targets()];
    }

    private async Task RecordedAsync(int count)
    {
        await Eventually.WaitForAsync(() => Task.FromResult(Rings.Read(user).Count >= count), () => $"{Rings.Read(user).Count} records");
        Assert.Equal(count, Rings.Read(user).Count);
    }

    private async Task PutAsync(ApiFixture at)
    {
        using var client = at.CreateClient(issuer.Token(user));
        using var response = await client.PutAsJsonAsync("/v1/activities/a", Input, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private async Task GetAsync(ApiFixture at, string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var client = at.CreateClient(issuer.Token(user));
        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
    }

    private async Task EraseAsync(ApiFixture? at = null)
    {
        using var client = (at ?? one).CreateClient(issuer.Token(user));
        using var response = await client.DeleteAsync(Routes.Me, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }
}
