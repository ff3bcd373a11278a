using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using CsCheck;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using static Fitness.Tests.Hosting.Http;

namespace Fitness.Tests.Activities;

/// <summary>The same workout from two devices: both are stored, and the later one says of which it may be a duplicate.</summary>
public sealed class PossibleDuplicateTests(UsersFixture api) : IClassFixture<UsersFixture>
{
    private const string Mark = "possibleDuplicateOf";

    [Fact]
    public async Task The_later_one_names_the_earlier_in_every_answer()
    {
        using var user = api.NewUser();
        await PutAsync(user, "watch", 0, 3600);
        var put = await PutAsync(user, "phone", -120, 3700, "trailRunning");
        Assert.Equal("watch", (string?)put[Mark]);
        using (var get = await user.GetActivityAsync("phone"))
            Assert.Equal("watch", (string?)(await get.JsonAsync())[Mark]);
        Assert.Equal(Marks(("watch", null), ("phone", "watch")), await ListAsync(user));
        var changes = (await GetAsync(user, Routes.ActivityChanges))["changes"]!.AsArray().Select(change => change!["activity"]!);
        Assert.Equal(Marks(("watch", null), ("phone", "watch")), MarksOf(changes));
        var export = await user.GetStringAsync($"{Routes.Me}/export", TestContext.Current.CancellationToken);
        var lines = export.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!["activity"]);
        Assert.Equal(Marks(("watch", null), ("phone", "watch")), MarksOf(lines.OfType<JsonNode>()));
    }

    [Fact]
    public async Task The_mark_goes_with_the_other_and_devices_learn_of_it()
    {
        using var user = api.NewUser();
        await PutAsync(user, "watch", 0, 3600);
        var phone = await PutAsync(user, "phone", 60, 3600);
        var token = (string)(await GetAsync(user, Routes.ActivityChanges))["nextToken"]!;
        using (await user.DeleteActivityAsync("watch")) { }
        using var get = await user.GetActivityAsync("phone", ("If-None-Match", (string)phone["etag"]!));
        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
        var after = await get.JsonAsync();
        Assert.Null(after[Mark]);
        Assert.Equal(2, (int)after["version"]!);
        var changes = (await GetAsync(user, $"{Routes.ActivityChanges}?token={Uri.EscapeDataString(token)}"))["changes"]!.AsArray();
        Assert.Equal(
            ["phone upsert", "watch delete"],
            changes.Select(change => $"{change!["id"]} {change["kind"]}").Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData(0, 3600, 0, 3600, true)]
    [InlineData(0, 3600, 1000, 3600, true)]
    [InlineData(0, 3600, 1200, 3600, false)]
    [InlineData(0, 3600, 0, 2600, true)]
    [InlineData(0, 3600, 0, 2400, false)]
    [InlineData(0, 2600, 0, 3600, true)]
    [InlineData(0, 3600, 3600, 3600, false)]
    [InlineData(0, 3600, -500, 4600, true)]
    [InlineData(0, 0, 0, 0, false)]
    [InlineData(0, 1, 0, 1, true)]
    [InlineData(0, 2_678_400, 700_000, 2_678_400, true)]
    public async Task Two_are_one_if_they_share_most_of_the_longer_ones_time(int start, int seconds, int other, int otherSeconds, bool one)
    {
        using var user = api.NewUser();
        await PutAsync(user, "a", start, seconds);
        Assert.Equal(one ? "a" : null, (string?)(await PutAsync(user, "b", other, otherSeconds))[Mark]);
    }

    [Fact]
    public async Task A_change_of_the_time_brings_and_takes_the_mark()
    {
        using var user = api.NewUser();
        await PutAsync(user, "a", 0, 3600);
        await PutAsync(user, "b", 5_000_000, 3600);
        await PatchAsync(user, "b", $$"""{"start":"{{Start(30)}}"}""");
        Assert.Equal(Marks(("a", null), ("b", "a")), await ListAsync(user));
        await PatchAsync(user, "b", """{"name":"Named"}""");
        Assert.Equal(Marks(("a", null), ("b", "a")), await ListAsync(user));
        await PatchAsync(user, "a", $$"""{"start":"{{Start(-9_000_000)}}"}""");
        Assert.Equal(Marks(("a", null), ("b", null)), await ListAsync(user));
        await PatchAsync(user, "a", $$"""{"start":"{{Start(40)}}"}""");
        Assert.Equal(Marks(("a", null), ("b", "a")), await ListAsync(user));
        await PatchAsync(user, "b", """{"elapsedSeconds":900}""");
        Assert.Equal(Marks(("a", null), ("b", null)), await ListAsync(user));
    }

    [Fact]
    public async Task Of_two_that_come_at_once_one_is_marked()
    {
        for (var round = 0; round < LongForm.Times(10, inLongForm: 200); round++)
        {
            using var user = api.NewUser();
            await Task.WhenAll(PutAsync(user, "watch", 0, 3600), PutAsync(user, "phone", 5, 3590));
            Assert.Single(await ListAsync(user), mark => mark.Value is "watch" or "phone");
        }
    }

    [Fact]
    public async Task Two_of_one_batch_and_one_from_long_ago_are_marked()
    {
        using var user = api.NewUser();
        await PutAsync(user, "old", -900_000_000, 3600);
        var items = new[] { ("a", 0), ("b", 10), ("again", -900_000_100) }.Select(one =>
            $$"""{"id":"{{one.Item1}}","sport":"running","start":"{{Start(one.Item2)}}","elapsedSeconds":3600}"""
        );
        using var batch = await user.SendAsync(HttpMethod.Post, Routes.ActivityBatch, $$"""{"items":[{{string.Join(',', items)}}]}""");
        Assert.Equal(HttpStatusCode.OK, batch.StatusCode);
        var stored = (await batch.JsonAsync())["results"]!.AsArray().Select(result => result!["activity"]!);
        Assert.Equal(Marks(("a", null), ("b", "a"), ("again", "old")), MarksOf(stored));
        Assert.Equal(Marks(("a", null), ("b", "a"), ("again", "old"), ("old", null)), await ListAsync(user));
    }

    [Fact]
    public async Task Of_very_many_at_one_time_each_can_be_deleted()
    {
        using var user = api.NewUser();
        foreach (var part in Enumerable.Range(0, 130).Chunk(65))
        {
            var items = part.Select(number => $$"""{"id":"n{{number}}","sport":"running","start":"{{Start(0)}}","elapsedSeconds":3600}""");
            using var batch = await user.SendAsync(HttpMethod.Post, Routes.ActivityBatch, $$"""{"items":[{{string.Join(',', items)}}]}""");
        }
        foreach (var id in new[] { "n0", "n64", "n129", "n65" })
        {
            using var deleted = await user.DeleteActivityAsync(id);
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }
        var marks = await ListAsync(user);
        Assert.Single(marks, mark => mark.Value is null);
        Assert.DoesNotContain(marks.Values, mark => mark is "n0" or "n64" or "n129" or "n65");
    }

    [Fact]
    public async Task A_mark_goes_with_the_other_however_much_lies_between_them()
    {
        using var user = api.NewUser();
        const int Days = 10 * 86_400;
        await PutAsync(user, "first", 0, Days);
        var second = await PutAsync(user, "second", 3600, Days);
        Assert.Equal("first", (string?)second[Mark]);
        foreach (var part in Enumerable.Range(0, 150).Chunk(75))
        {
            var items = part.Select(number =>
                $$"""{"id":"n{{number}}","sport":"running","start":"{{Start(-Days + (number * 5000))}}","elapsedSeconds":1800}"""
            );
            using var batch = await user.SendAsync(HttpMethod.Post, Routes.ActivityBatch, $$"""{"items":[{{string.Join(',', items)}}]}""");
        }
        using (await user.DeleteActivityAsync("first")) { }
        using var get = await user.GetActivityAsync("second");
        Assert.Null((await get.JsonAsync())[Mark]);
    }

    /// <summary>Whatever is written in whatever order, each names the last one before it that shares its time.</summary>
    [Fact]
    public async Task After_any_writes_each_names_the_last_before_it() =>
        await Gen.Select(Gen.Int[0, 7], Gen.Int[0, 3], Gen.Int[0, 12], Gen.Int[1, 6])
            .Array[12]
            .SampleAsync(
                async steps =>
                {
                    using var user = api.NewUser();
                    var order = new List<string>();
                    foreach (var (number, action, start, length) in steps)
                    {
                        var id = $"n{number}";
                        var there = order.Contains(id, StringComparer.Ordinal);
                        if (action == 0)
                        {
                            using (await user.DeleteActivityAsync(id)) { }
                            order.Remove(id);
                            continue;
                        }
                        await PutAsync(user, id, start * 600, length * 1200, headers: there ? ("If-Match", "*") : ("If-None-Match", "*"));
                        if (!there)
                            order.Add(id);
                    }
                    await AssertMarksAsync(user, order);
                },
                iter: LongForm.Times(6, inLongForm: 500),
                threads: 1
            );

    private static async Task AssertMarksAsync(HttpClient user, List<string> order)
    {
        var activities = (await GetAsync(user, Routes.Activities))["items"]!
            .AsArray()
            .ToDictionary(one => (string)one!["id"]!, one => one!, StringComparer.Ordinal);
        foreach (var (index, id) in order.Index())
        {
            var expected = order[..index].LastOrDefault(other => ShareTime(activities[other], activities[id]));
            Assert.Equal(expected, (string?)activities[id][Mark]);
        }
    }

    private static bool ShareTime(JsonNode one, JsonNode other)
    {
        var (start, otherStart) = ((DateTimeOffset)one["start"]!, (DateTimeOffset)other["start"]!);
        var (seconds, otherSeconds) = ((int)one["elapsedSeconds"]!, (int)other["elapsedSeconds"]!);
        var shared = Math.Min(seconds, otherSeconds + (otherStart - start).TotalSeconds) - Math.Max(0, (otherStart - start).TotalSeconds);
        return shared >= 0.7 * Math.Max(seconds, otherSeconds);
    }

    [Fact]
    public async Task Summaries_count_it_unless_it_is_to_be_left_out()
    {
        using var user = api.NewUser();
        await PutAsync(user, "watch", 0, 3600);
        await PutAsync(user, "phone", 60, 3600);
        await PutAsync(user, "later", 7200, 100);
        Assert.Equal([(3, 7300)], await TotalsAsync(user, ""));
        Assert.Equal([(3, 7300)], await TotalsAsync(user, "&possibleDuplicates=include"));
        Assert.Equal([(2, 3700)], await TotalsAsync(user, "&possibleDuplicates=exclude"));
        using (await user.DeleteActivityAsync("watch")) { }
        Assert.Equal([(2, 3700)], await TotalsAsync(user, "&possibleDuplicates=exclude"));
        using var wrong = await user.GetAsync(
            $"{Routes.Summaries}?period=day&from=2026-11-01&to=2026-11-01&possibleDuplicates=maybe",
            TestContext.Current.CancellationToken
        );
        await wrong.ProblemAsync(400, "invalid-request");
    }

    private static async Task<List<(int Count, int Seconds)>> TotalsAsync(HttpClient user, string more) =>
        [
            .. (await GetAsync(user, $"{Routes.Summaries}?period=day&from=2026-11-01&to=2026-11-01{more}"))["items"]!
                .AsArray()
                .Select(item => ((int)item!["totals"]!["count"]!, (int)item["totals"]!["elapsedSeconds"]!)),
        ];

    private static string Start(int seconds) =>
        new DateTimeOffset(2026, 11, 1, 8, 0, 0, TimeSpan.Zero).AddSeconds(seconds).ToString("O", CultureInfo.InvariantCulture);

    private static async Task<JsonObject> PutAsync(
        HttpClient user,
        string id,
        int start,
        int seconds,
        string sport = "running",
        (string, string)? headers = null
    )
    {
        var body = $$"""{"sport":"{{sport}}","start":"{{Start(start)}}","elapsedSeconds":{{seconds}}}""";
        using var put = await user.PutAsync(id, body, headers is { } header ? [header] : []);
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await put.JsonAsync();
    }

    private static async Task PatchAsync(HttpClient user, string id, string patch)
    {
        using var patched = await user.PatchAsync(id, patch, ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.OK, patched.StatusCode);
    }

    private static async Task<JsonObject> GetAsync(HttpClient user, string path)
    {
        using var response = await user.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    private static async Task<SortedDictionary<string, string?>> ListAsync(HttpClient user) =>
        MarksOf((await GetAsync(user, $"{Routes.Activities}?limit=200"))["items"]!.AsArray()!);

    private static SortedDictionary<string, string?> MarksOf(IEnumerable<JsonNode> activities) =>
        Marks([.. activities.Select(activity => ((string)activity["id"]!, (string?)activity[Mark]))]);

    private static SortedDictionary<string, string?> Marks(params (string Id, string? Of)[] marks) =>
        new(marks.ToDictionary(mark => mark.Id, mark => mark.Of, StringComparer.Ordinal), StringComparer.Ordinal);
}
