using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using static Fitness.Tests.Hosting.Http;

namespace Fitness.Tests.Activities;

public sealed class ActivityListTests(SharedEngine engine)
{
    private static readonly DateTimeOffset Base = new(2026, 11, 1, 7, 0, 0, TimeSpan.FromHours(1));

    [Fact]
    public async Task Paging_over_many_with_equal_starts_misses_and_repeats_none_while_others_are_inserted()
    {
        await using var api = new ApiFixture(engine);
        await api.InitializeAsync();
        var count = LongForm.Times(800, inLongForm: 4000);
        // Every start is shared by forty activities or more.
        await FillAsync(api, Enumerable.Range(0, count).Select(number => (Id: $"a{number:0000}", Start: Base.AddMinutes(number % 20))));

        var seen = new List<JsonObject>();
        var inserted = 0;
        var cursor = "";
        do
        {
            var page = await ListAsync(api, "limit=97" + cursor);
            seen.AddRange(Items(page));
            cursor = page["nextCursor"] is { } next ? $"&cursor={next}" : "";
            // Before and after the reader's position, and exactly at it.
            var position = DateTimeOffset.Parse((string)seen[^1]["start"]!, CultureInfo.InvariantCulture);
            foreach (var start in new[] { Base.AddDays(1), Base.AddDays(-1), position })
            {
                using var put = await api.Client.PutAsync($"new{inserted++:0000}", Body(start));
                Assert.Equal(HttpStatusCode.Created, put.StatusCode);
            }
        } while (cursor.Length > 0);

        var ids = seen.Select(item => (string)item["id"]!).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(count, ids.Count(id => id.StartsWith('a')));
        var starts = seen.Select(item => DateTimeOffset.Parse((string)item["start"]!, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(starts.OrderDescending(), starts);
    }

    [Fact]
    public async Task Filters_bound_the_list_and_combine()
    {
        await using var api = new ApiFixture(engine);
        await api.InitializeAsync();
        await FillAsync(api, Enumerable.Range(0, 10).Select(hour => ($"r{hour}", Base.AddHours(hour))));
        using (
            var swim = await api.Client.PutAsync("swim", Body(Base.AddHours(5)).Replace("running", "swimming", StringComparison.Ordinal))
        )
            Assert.Equal(HttpStatusCode.Created, swim.StatusCode);

        // The bounds are instants: the same moment in another offset is the same bound, and both ends are exclusive.
        var after = Uri.EscapeDataString(Base.AddHours(2).ToOffset(TimeSpan.FromHours(-9)).ToString("O"));
        var before = Uri.EscapeDataString(Base.AddHours(6).ToUniversalTime().ToString("O"));
        Assert.Equal(["swim", "r5", "r4", "r3"], await IdsAsync(api, $"after={after}&before={before}"));
        Assert.Equal(["swim"], await IdsAsync(api, $"after={after}&before={before}&sport=swimming"));
        Assert.Equal(["r5", "r4", "r3"], await IdsAsync(api, $"after={after}&before={before}&sport=running"));
        Assert.Empty(await IdsAsync(api, "sport=yoga"));

        var first = await ListAsync(api, "sport=running&limit=9");
        Assert.Equal(["r0"], await IdsAsync(api, $"sport=running&limit=9&cursor={first["nextCursor"]}"));
        Assert.Null((await ListAsync(api, "sport=running&limit=10"))["nextCursor"]);
    }

    [Fact]
    public async Task Deleted_and_moved_activities_are_listed_where_they_are_at_once()
    {
        await using var api = new ApiFixture(engine);
        await api.InitializeAsync();
        await FillAsync(api, [("one", Base), ("two", Base.AddHours(1)), ("three", Base.AddHours(2))]);
        using var get = await api.Client.GetActivityAsync("one");
        using var moved = await api.Client.PatchAsync("one", $$"""{"start":"{{Base.AddHours(3):O}}"}""", ("If-Match", get.ETag()));
        using var deleted = await api.Client.DeleteActivityAsync("two");
        Assert.Equal(["one", "three"], await IdsAsync(api, ""));
    }

    [Fact]
    public async Task A_cursor_that_was_altered_or_belongs_to_other_filters_is_refused()
    {
        await using var api = new ApiFixture(engine);
        await api.InitializeAsync();
        await FillAsync(api, Enumerable.Range(0, 3).Select(hour => ($"r{hour}", Base.AddHours(hour))));
        var cursor = (string)(await ListAsync(api, "limit=1&sport=running"))["nextCursor"]!;
        Assert.Equal(["r1"], await IdsAsync(api, $"limit=1&sport=running&cursor={cursor}"));
        string[] wrong =
        [
            $"limit=1&cursor={cursor}",
            $"limit=1&sport=cycling&cursor={cursor}",
            $"limit=1&sport=running&after=2020-01-01T00:00:00Z&cursor={cursor}",
            .. Enumerable
                .Range(0, cursor.Length)
                .Select(position =>
                    $"sport=running&cursor={cursor[..position]}{(cursor[position] == 'A' ? 'B' : 'A')}{cursor[(position + 1)..]}"
                ),
        ];
        foreach (var query in wrong)
        {
            using var response = await api.Client.GetAsync($"/v1/activities?{query}", TestContext.Current.CancellationToken);
            // The last character has unused bits, so another one may decode to the same bytes: then it is the same cursor.
            if (
                response.StatusCode == HttpStatusCode.OK
                && query.StartsWith("sport=running&cursor=" + cursor[..^1], StringComparison.Ordinal)
            )
                continue;
            Assert.True((await response.ProblemAsync(400, "invalid-request"))["errors"]!.AsObject().ContainsKey("cursor"));
        }
    }

    private static string Body(DateTimeOffset start) => $$"""{"sport":"running","start":"{{start:O}}","elapsedSeconds":60}""";

    private static async Task FillAsync(ApiFixture api, IEnumerable<(string Id, DateTimeOffset Start)> activities)
    {
        foreach (var batch in activities.Chunk(99))
        {
            var items = batch.Select(activity => $$"""{"id":"{{activity.Id}}",{{Body(activity.Start)[1..]}}""");
            using var response = await api.Client.SendAsync(
                HttpMethod.Post,
                Routes.ActivityBatch,
                $$"""{"items":[{{string.Join(',', items)}}]}"""
            );
            Assert.All((await response.JsonAsync())["results"]!.AsArray(), result => Assert.Equal(201, (int)result!["status"]!));
        }
    }

    private static async Task<JsonObject> ListAsync(ApiFixture api, string query)
    {
        using var response = await api.Client.GetAsync($"/v1/activities?{query}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    private static IEnumerable<JsonObject> Items(JsonObject page) => page["items"]!.AsArray().Select(item => item!.AsObject());

    private static async Task<IEnumerable<string>> IdsAsync(ApiFixture api, string query) =>
        Items(await ListAsync(api, query)).Select(item => (string)item["id"]!);
}
