using System.Net;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using static Fitness.Tests.Hosting.Http;

namespace Fitness.Tests.Storage;

/// <summary>How many of DynamoDB's write units a call takes of the thousand that one user's items take in a second, and what happens beyond them.</summary>
public sealed class WriteUnitsTests(SharedEngine engine) : IAsyncLifetime
{
    private TestIssuer? issuer;
    private StorageProxy? proxy;
    private WriteRefusals? refusals;
    private ApiFixture? api;

    private WriteRefusals Refusals => refusals!;

    public async ValueTask InitializeAsync()
    {
        ImageUnderTest.SkipInside("The storage in between is in this process");
        engine.SkipWithout();
        issuer = await TestIssuer.StartAsync();
        proxy = await StorageProxy.StartAsync(engine.Endpoint);
        refusals = new WriteRefusals(proxy);
        api = new ApiFixture(engine).WithIssuer(issuer).With(SettingNames.Endpoint, proxy.Address.AbsoluteUri);
        await api.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (api is not null)
            await api.DisposeAsync();
        if (proxy is not null)
            await proxy.DisposeAsync();
        if (issuer is not null)
            await issuer.DisposeAsync();
    }

    [Fact]
    public async Task Each_call_takes_as_many_units_as_documented()
    {
        using var ann = NewUser();
        Assert.Equal(8, await UnitsAsync(() => ann.PutAsync("a", RunOn(1))));
        Assert.Equal(10, await UnitsAsync(() => ann.PostAsync(RunOn(2), ("Idempotency-Key", "one"))));
        Assert.Equal(0, await UnitsAsync(() => ann.PutAsync("a", RunOn(1))));
        Assert.Equal(8, await UnitsAsync(() => ann.PatchAsync("a", """{"name":"x"}""", ("If-Match", "*"))));
        Assert.Equal(9, await UnitsAsync(() => ann.PatchAsync("a", """{"distanceMeters":5000}""", ("If-Match", "*"))));
        Assert.Equal(12, await UnitsAsync(() => ann.PutAsync("a", RunOn(3), ("If-Match", "*"))));
        Assert.Equal(9, await UnitsAsync(() => ann.DeleteActivityAsync("a")));
        Assert.Equal(2 + (99 * 6), await UnitsAsync(() => BatchAsync(ann, "b", 99)));
    }

    [Fact]
    public async Task Batches_beyond_the_units_take_longer_and_fail_nothing_and_others_do_not_feel_it()
    {
        using var ann = NewUser();
        using var bob = NewUser();
        // Fewer than one of the batches takes.
        Refusals.UnitsPerSecond = 400;
        var alone = await TimesAsync(bob, "alone", Task.Delay(TimeSpan.FromSeconds(1)));
        var syncing = SyncAsync();
        var meanwhile = await TimesAsync(bob, "meanwhile", syncing);
        await syncing;
        Assert.InRange(Refusals.Throttled, 1, int.MaxValue);
        Assert.True(
            Median(meanwhile) < 5 * Median(alone),
            $"a write takes {Median(meanwhile)} while another user is throttled, otherwise {Median(alone)}"
        );

        async Task SyncAsync()
        {
            for (var batch = 0; batch < LongForm.Times(3, inLongForm: 60); batch++)
            {
                using var response = await BatchAsync(ann, $"b{batch}", 100);
                Assert.All(await StatusesAsync(response), status => Assert.Equal(201, status));
            }
        }
    }

    [Fact]
    public async Task A_batch_of_more_units_than_there_are_at_once_is_stored_in_parts()
    {
        using var ann = NewUser();
        Refusals.UnitsPerSecond = 1_000;
        var before = Refusals.Units;
        using var response = await BatchAsync(ann, "b", 100, new string('ü', 1_500));
        Assert.All(await StatusesAsync(response), status => Assert.Equal(201, status));
        Assert.InRange(Refusals.Units - before, Refusals.UnitsPerSecond.Value, int.MaxValue);
    }

    private HttpClient NewUser() => api!.CreateClient(issuer!.Token($"user-{Guid.NewGuid():N}"));

    private async Task<int> UnitsAsync(Func<Task<HttpResponseMessage>> call)
    {
        var before = Refusals.Units;
        using var response = await call();
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        return Refusals.Units - before;
    }

    private static async Task<List<TimeSpan>> TimesAsync(HttpClient client, string name, Task until)
    {
        var times = new List<TimeSpan>();
        // Less than what throttles this user too.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!until.IsCompleted && await timer.WaitForNextTickAsync())
        {
            var began = TimeProvider.System.GetTimestamp();
            using var put = await client.PutAsync($"{name}-{times.Count}", Run);
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);
            times.Add(TimeProvider.System.GetElapsedTime(began));
        }
        return times;
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    private static Task<HttpResponseMessage> BatchAsync(HttpClient client, string name, int count, string notes = "") =>
        client.SendAsync(
            HttpMethod.Post,
            "/v1/activities/batch",
            $$"""{"items":[{{string.Join(',', Enumerable.Range(0, count).Select(number => $$"""{"id":"{{name}}-{{number}}",{{(notes.Length == 0 ? "" : $"\"notes\":\"{notes}\",")}}{{RunAt(number)[1..]}}"""))}}]}"""
        );

    /// <summary>A run at an hour of its own.</summary>
    private static string RunAt(int number) =>
        $$"""{"sport":"running","start":"{{new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero).AddHours(number):O}}","elapsedSeconds":1800}""";

    private static async Task<List<int>> StatusesAsync(HttpResponseMessage response) =>
        [.. (await response.JsonAsync())["results"]!.AsArray().Select(result => (int)result!["status"]!)];
}
