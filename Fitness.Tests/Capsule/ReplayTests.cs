using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using static Fitness.Tests.Capsule.ReplayCalls;

namespace Fitness.Tests.Capsule;

/// <summary>What a capsule replays: the state, the time, the users, the order, and what it says of each answer.</summary>
public sealed class ReplayTests(UsersFixture users) : IClassFixture<UsersFixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ids_versions_cursors_and_tokens_of_the_new_answers_are_carried_into_later_requests()
    {
        var client = users.NewUser();
        var created = await SendAsync(client, HttpMethod.Post, "/v1/activities", Activity(1), key: "a-key");
        var id = (string)created["id"]!;
        Assert.Equal(id, (string?)(await SendAsync(client, HttpMethod.Post, "/v1/activities", Activity(1), key: "a-key"))["id"]);
        await SendAsync(client, HttpMethod.Patch, $"/v1/activities/{id}", """{"notes":"Knie"}""", ifMatch: (string)created["etag"]!);
        foreach (var day in new[] { 2, 3, 4 })
            await SendAsync(client, HttpMethod.Put, $"/v1/activities/mine-{day}", Activity(day));
        var page = await SendAsync(client, HttpMethod.Get, "/v1/activities?limit=2");
        await SendAsync(client, HttpMethod.Get, $"/v1/activities?limit=2&cursor={page["nextCursor"]}");
        var changes = await SendAsync(client, HttpMethod.Get, "/v1/activities/changes");
        await SendAsync(client, HttpMethod.Delete, "/v1/activities/mine-3");
        await SendAsync(client, HttpMethod.Get, $"/v1/activities/changes?token={changes["nextToken"]}");
        await SendAsync(client, HttpMethod.Get, "/v1/summaries?period=month&from=2026-06-01&to=2026-06-30");
        var (before, result) = await ReplayFixture.ReplayAsync(await client.ReportFileAsync());
        Assert.True(result.IsSame(isStrict: true), ReplayFixture.Text(result));
        Assert.Equal((1, 12, 0), (before.First, result.Requests.Count(request => request.NotSent is null), result.Lost));
        Assert.NotEqual(id, (string?)result.Requests[0].Answer!.Body.Json!["id"]);
    }

    [Fact]
    public async Task Writers_at_once_come_out_in_the_recorded_order()
    {
        var client = users.NewUser();
        await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(writer =>
                    writer % 3 == 0
                        ? TrySendAsync(client, HttpMethod.Put, "/v1/activities/shared", Activity(1 + writer))
                        : TrySendAsync(client, HttpMethod.Put, $"/v1/activities/own-{writer}", Activity(1 + writer))
                )
        );
        await SendAsync(client, HttpMethod.Get, "/v1/activities/changes");
        await SendAsync(client, HttpMethod.Get, "/v1/activities/shared");
        var capsule = await client.ReportFileAsync();
        for (var time = 0; time < 3; time++)
        {
            var (_, result) = await ReplayFixture.ReplayAsync(capsule);
            Assert.True(result.IsSame(isStrict: false), ReplayFixture.Text(result));
        }
    }

    [Fact]
    public async Task A_sync_token_from_before_the_first_request_is_good_and_a_time_in_a_sentence_may_be_near()
    {
        var client = users.NewUser();
        await SendAsync(client, HttpMethod.Put, "/v1/activities/one", Activity(1));
        var token = (await SendAsync(client, HttpMethod.Get, "/v1/activities/changes"))["nextToken"];
        await SendAsync(client, HttpMethod.Delete, "/v1/activities/one");
        await SendAsync(client, HttpMethod.Get, $"/v1/activities/changes?token={token}");
        await TrySendAsync(client, HttpMethod.Put, "/v1/activities/one", Activity(1));
        var folder = await client.ReportFolderAsync();
        CapsuleEdit.Requests(folder, lines =>
        {
            var sentence = lines[4]["response"]!["body"]!["json"]!;
            Assert.Matches("[0-9]{2}:[0-9]{2}:[0-9]{2}", (string?)sentence["detail"]);
            return lines[2..];
        });
        var (_, result) = await ReplayFixture.ReplayAsync(folder);
        Assert.True(result.IsSame(isStrict: true), ReplayFixture.Text(result));
        Assert.Equal(3, result.Requests.Count(request => request.NotSent is null));
    }

    [Fact]
    public async Task An_answer_that_differs_is_shown_side_by_side()
    {
        var client = users.NewUser();
        await SendAsync(client, HttpMethod.Put, "/v1/activities/one", Activity(1));
        await SendAsync(client, HttpMethod.Get, "/v1/activities/one");
        var folder = await client.ReportFolderAsync();
        CapsuleEdit.Requests(folder, lines =>
        {
            lines[1]["response"]!["status"] = 500;
            lines[1]["response"]!["body"]!["json"]!["elapsedSeconds"] = 601;
            lines[1]["response"]!["body"]!["json"]!["createdAt"] = "2026-01-01T00:00:00+00:00";
            lines[1]["response"]!["headers"]!["ETag"] = "\"2-1a222831563\"";
            return lines;
        });
        var (_, result) = await ReplayFixture.ReplayAsync(folder);
        Assert.Equal(
            ["status", "ETag", "/elapsedSeconds", "/createdAt"],
            result.Requests[1].Differences.Select(difference => difference.Where)
        );
        Assert.Equal(("601", "600"), (result.Requests[1].Differences[2].Recorded, result.Requests[1].Differences[2].Replayed));
        Assert.Empty(result.Requests[0].Differences);
    }

    [Fact]
    public async Task An_answer_that_has_become_too_long_to_keep_differs_and_one_that_nobody_waited_for_is_not_asked_for()
    {
        var client = users.NewUser();
        await SendAsync(client, HttpMethod.Put, "/v1/activities/one", Activity(1));
        await SendAsync(client, HttpMethod.Get, "/v1/activities/one");
        await SendAsync(client, HttpMethod.Get, "/v1/activities/one");
        var folder = await client.ReportFolderAsync();
        CapsuleEdit.Requests(folder, lines =>
        {
            lines[1]["response"]!["body"] = new JsonObject { ["length"] = 40_000, ["sha256"] = new string('0', 64) };
            lines[2]["response"]!["status"] = 499;
            return lines;
        });
        var (_, result) = await ReplayFixture.ReplayAsync(folder);
        Assert.Equal("body", Assert.Single(result.Requests[1].Differences).Where);
        Assert.NotNull(result.Requests[2].NotSent);
        Assert.False(result.IsSame(isStrict: false));
    }

    [Fact]
    public async Task Of_a_list_with_one_more_only_that_one_is_shown()
    {
        var client = users.NewUser();
        foreach (var day in new[] { 1, 2, 3 })
            await SendAsync(client, HttpMethod.Put, $"/v1/activities/day-{day}", Activity(day));
        await SendAsync(client, HttpMethod.Get, "/v1/activities");
        var folder = await client.ReportFolderAsync();
        CapsuleEdit.Requests(folder, lines =>
        {
            lines[3]["response"]!["body"]!["json"]!["items"]!.AsArray().RemoveAt(1);
            return lines;
        });
        var (_, result) = await ReplayFixture.ReplayAsync(folder);
        var difference = Assert.Single(result.Requests.SelectMany(request => request.Differences));
        Assert.Equal(("/items/1", null), (difference.Where, difference.Recorded));
        Assert.Contains("day-2", difference.Replayed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_a_client_chose_is_compared_as_it_is()
    {
        var client = users.NewUser();
        await SendAsync(client, HttpMethod.Put, "/v1/activities/mine", Activity(1));
        await SendAsync(client, HttpMethod.Get, "/v1/activities");
        var folder = await client.ReportFolderAsync();
        CapsuleEdit.Requests(folder, lines =>
        {
            lines[0]["response"]!["headers"]!["Location"] = "/x9/y9/z9";
            lines[1]["response"]!["body"]!["json"]!["items"]![0]!["id"] = "other";
            return lines;
        });
        var (_, result) = await ReplayFixture.ReplayAsync(folder);
        Assert.Equal(
            ["Location", "/items/0/id"],
            result.Requests.SelectMany(request => request.Differences).Select(difference => difference.Where)
        );
    }

    [Fact]
    public async Task Secrets_where_ids_stand_stay_two_and_the_report_can_be_used()
    {
        var client = users.NewUser();
        foreach (var last in "PQ")
            await SendAsync(client, HttpMethod.Put, $"/v1/activities/AKIAABCDEFGHIJKLMNO{last}", Activity(1));
        var folder = await client.ReportFolderAsync();
        var (before, result) = await ReplayFixture.ReplayAsync(folder);
        Assert.DoesNotContain(
            "AKIA",
            await File.ReadAllTextAsync(Path.Combine(folder, CapsuleNames.Table), Cancelled),
            StringComparison.Ordinal
        );
        Assert.Equal((1, 2), (before.First, result.Requests.Count(request => request.NotSent is null)));
    }

    [Fact]
    public async Task Who_calls_while_it_replays_waits_until_it_has_ended()
    {
        var client = users.NewUser();
        foreach (var day in new[] { 1, 2, 3 })
            await SendAsync(client, HttpMethod.Put, $"/v1/activities/day-{day}", Activity(day));
        await using var replay = ReplayFixture.Serve(await client.ReportFileAsync(), replays: true);
        var list = await SendAsync(replay.Client, HttpMethod.Get, "/v1/activities");
        Assert.True(replay.Replayed.IsCompleted);
        Assert.Equal(3, list["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Without_a_replay_the_captured_state_is_served_as_its_user_and_at_its_time()
    {
        var client = users.NewUser();
        await SendAsync(client, HttpMethod.Put, "/v1/activities/one", Activity(1));
        var folder = await client.ReportFolderAsync();
        CapsuleEdit.Index(folder, index => index["createdAt"] = "2026-03-04T05:06:07+00:00");
        await using var served = ReplayFixture.Serve(folder);
        using var response = await served.Client.GetAsync("/v1/activities/one", Cancelled);
        Assert.Equal((HttpStatusCode.OK, "user-1"), (response.StatusCode, response.Headers.GetValues("Fitness-Caller").Single()));
        var now = await SendAsync(served.Client, HttpMethod.Put, "/v1/activities/two", Activity(2));
        Assert.StartsWith("2026-03-04T05:0", (string?)now["createdAt"], StringComparison.Ordinal);
        served.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", users.Issuer.Token("user-1"));
        using var refused = await served.Client.GetAsync("/v1/activities/one", Cancelled);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }
}
