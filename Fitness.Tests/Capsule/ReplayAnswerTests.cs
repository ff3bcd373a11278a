using System.Text.Json.Nodes;
using Fitness.Api.Web.Requests;
using Fitness.Tests.Hosting;
using static Fitness.Tests.Capsule.ReplayCalls;

namespace Fitness.Tests.Capsule;

/// <summary>What counts as the same answer in a replay, where the service chooses or measures something anew.</summary>
public sealed class ReplayAnswerTests(UsersFixture users) : IClassFixture<UsersFixture>
{
    [Fact]
    public async Task Entity_tags_of_one_millisecond_are_told_apart_by_their_activity()
    {
        var client = users.NewUser();
        var one = (string)(await SendAsync(client, HttpMethod.Put, "/v1/activities/one", Activity(1)))["etag"]!;
        var two = (string)(await SendAsync(client, HttpMethod.Put, "/v1/activities/two", Activity(2)))["etag"]!;
        await SendAsync(client, HttpMethod.Patch, "/v1/activities/one", """{"elapsedSeconds":601}""", ifMatch: one);
        await SendAsync(client, HttpMethod.Patch, "/v1/activities/two", """{"elapsedSeconds":602}""", ifMatch: two);
        var folder = await client.ReportFolderAsync();
        CapsuleEdit.Requests(folder, lines => [.. lines.Select(line => With(line, two, one))]);
        var (_, result) = await ReplayFixture.ReplayAsync(folder);
        Assert.True(result.IsSame(isStrict: false), ReplayFixture.Text(result));
    }

    [Fact]
    public async Task Entity_tags_in_a_sentence_may_be_of_another_time_but_not_of_another_version()
    {
        var client = users.NewUser();
        await SendAsync(client, HttpMethod.Put, "/v1/activities/one", Activity(1));
        await TrySendAsync(client, HttpMethod.Put, "/v1/activities/one", Activity(2));
        var folder = await client.ReportFolderAsync();
        Assert.True((await ReplayFixture.ReplayAsync(folder)).Result.IsSame(isStrict: true));
        CapsuleEdit.Requests(folder, lines =>
        {
            var detail = lines[1]["response"]!["body"]!["json"]!["detail"]!;
            detail.ReplaceWith(((string)detail!).Replace("\"1-", "\"2-", StringComparison.Ordinal));
            return lines;
        });
        var (_, result) = await ReplayFixture.ReplayAsync(folder);
        Assert.Equal(["/detail"], result.Requests.SelectMany(request => request.Differences).Select(difference => difference.Where));
    }

    [Fact]
    public async Task A_position_in_the_changes_is_one_of_the_same_change()
    {
        var client = users.NewUser();
        await SendAsync(client, HttpMethod.Put, "/v1/activities/one", Activity(1));
        foreach (var _ in "12")
            await SendAsync(client, HttpMethod.Get, "/v1/activities/changes?token=latest");
        var folder = await client.ReportFolderAsync();
        CapsuleEdit.Requests(folder, lines =>
        {
            // Both in one millisecond.
            lines[2]["response"]!["body"] = lines[1]["response"]!["body"]!.DeepClone();
            return lines;
        });
        Assert.True((await ReplayFixture.ReplayAsync(folder)).Result.IsSame(isStrict: true));
        CapsuleEdit.Requests(folder, lines =>
        {
            var token = OpaqueToken.PayloadOf((string)lines[2]["response"]!["body"]!["json"]!["nextToken"]!)!;
            lines[2]["response"]!["body"]!["json"]!["nextToken"] = OpaqueToken.Encode("changes", $"9{token[1..]}");
            return lines;
        });
        var (_, result) = await ReplayFixture.ReplayAsync(folder);
        Assert.Equal(["/nextToken"], result.Requests.SelectMany(request => request.Differences).Select(difference => difference.Where));
    }

    [Fact]
    public async Task What_cannot_come_out_the_same_is_said_and_no_difference()
    {
        var client = users.NewUser();
        foreach (var day in new[] { 1, 2, 3 })
            await SendAsync(client, HttpMethod.Put, $"/v1/activities/day-{day}", Activity(day));
        var page = await SendAsync(client, HttpMethod.Get, "/v1/activities?limit=1");
        page = await SendAsync(client, HttpMethod.Get, $"/v1/activities?limit=1&cursor={page["nextCursor"]}");
        await SendAsync(client, HttpMethod.Get, $"/v1/activities?limit=1&cursor={page["nextCursor"]}");
        using (await client.GetAsync("/v1/me/export", TestContext.Current.CancellationToken)) { }
        var folder = await client.ReportFolderAsync();
        CapsuleEdit.Requests(folder, lines => [.. lines[..3], .. lines[4..]]);
        var (_, result) = await ReplayFixture.ReplayAsync(folder);
        Assert.True(result.IsSame(isStrict: true), ReplayFixture.Text(result));
        Assert.All(result.Requests.Skip(3).Take(2), page =>
            Assert.StartsWith("its cursor is of before", page.NotSent, StringComparison.Ordinal)
        );
        Assert.True(result.Requests[5].IsBodyUnknown);
    }

    [Fact]
    public async Task Addresses_that_the_service_understands_are_sent_as_they_were()
    {
        var client = users.NewUser();
        await SendAsync(client, HttpMethod.Put, "/v1/activities/one", Activity(1));
        await SendAsync(client, HttpMethod.Get, "/v1/activities/one/");
        await SendAsync(client, HttpMethod.Get, "/v1/activities?after=2026-05-01T00:00:00+01:00");
        var (_, result) = await ReplayFixture.ReplayAsync(await client.ReportFileAsync());
        Assert.True(result.IsSame(isStrict: true), ReplayFixture.Text(result));
    }

    private static JsonNode With(JsonNode line, string from, string to) =>
        JsonNode.Parse(line.ToJsonString(ReportFile.Plain).Replace(from.Trim('"'), to.Trim('"'), StringComparison.Ordinal))!;
}
