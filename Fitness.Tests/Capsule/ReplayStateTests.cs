using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Features.Activities;
using Fitness.Tests.Hosting;
using static Fitness.Tests.Capsule.ReplayCalls;

namespace Fitness.Tests.Capsule;

/// <summary>With which table a replay begins, and from which request on.</summary>
public sealed class ReplayStateTests(UsersFixture users, SharedEngine engine) : IClassFixture<UsersFixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_changed_by_something_else_is_found_and_only_what_came_after_it_is_replayed()
    {
        var user = $"user-{Guid.NewGuid():N}";
        var client = users.CreateClient(users.Issuer.Token(user));
        await SendAsync(client, HttpMethod.Put, "/v1/activities/one", Activity(1));
        await SendAsync(client, HttpMethod.Put, "/v1/activities/two", Activity(2));
        using var storage = engine.CreateClient();
        await storage.UpdateItemAsync(
            new UpdateItemRequest
            {
                TableName = users.Table,
                Key = ActivityItem.Key(user, "activity#one"),
                UpdateExpression = "SET elapsedSeconds = :wrong",
                ExpressionAttributeValues = new() { [":wrong"] = new AttributeValue { N = "77" } },
            },
            Cancelled
        );
        Assert.Equal(77, (int?)(await SendAsync(client, HttpMethod.Get, "/v1/activities/one"))["elapsedSeconds"]);
        var (before, result) = await ReplayFixture.ReplayAsync(await client.ReportFileAsync());
        Assert.Equal(3, before.First);
        Assert.Contains("request 3", before.Reason, StringComparison.Ordinal);
        Assert.Contains("activity#one", before.Reason, StringComparison.Ordinal);
        Assert.True(result.IsSame(isStrict: true), ReplayFixture.Text(result));
        Assert.Equal([false, false, true], result.Requests.Select(request => request.NotSent is null));
    }

    [Fact]
    public async Task What_was_only_listed_before_it_was_replaced_was_there()
    {
        var client = users.NewUser();
        await SendAsync(client, HttpMethod.Put, "/v1/activities/a", Activity(1));
        var second = await SendAsync(client, HttpMethod.Put, "/v1/activities/b", Activity(1));
        Assert.Equal("a", (string?)second["possibleDuplicateOf"]);
        // Which lists less of each.
        await SendAsync(client, HttpMethod.Get, "/v1/summaries?period=day&from=2026-06-01&to=2026-06-30");
        // So b is no longer one of a, and is written too.
        await SendAsync(client, HttpMethod.Delete, "/v1/activities/a");
        Assert.Null((await SendAsync(client, HttpMethod.Get, "/v1/activities/b"))["possibleDuplicateOf"]);
        var folder = await client.ReportFolderAsync();
        CapsuleEdit.Requests(folder, lines => lines[2..]);
        var (before, result) = await ReplayFixture.ReplayAsync(folder);
        Assert.Equal((1, null), (before.First, before.Reason));
        Assert.True(result.IsSame(isStrict: true), ReplayFixture.Text(result));
    }

    [Fact]
    public async Task What_lies_before_the_first_request_is_there()
    {
        var client = users.NewUser();
        await SendAsync(client, HttpMethod.Put, "/v1/activities/old", Activity(1));
        await SendAsync(client, HttpMethod.Get, "/v1/activities/old");
        var folder = await client.ReportFolderAsync();
        CapsuleEdit.Requests(folder, lines => lines[1..]);
        var (before, result) = await ReplayFixture.ReplayAsync(folder);
        Assert.Equal((1, 2), (before.First, before.Items.Count));
        Assert.True(result.IsSame(isStrict: true), ReplayFixture.Text(result));
    }

    [Fact]
    public async Task What_a_summary_keeps_need_not_be_known()
    {
        var client = users.NewUser();
        // As many as are worth it.
        foreach (var number in Enumerable.Range(0, 100))
            await SendAsync(client, HttpMethod.Put, $"/v1/activities/number-{number}", Activity(1));
        await SendAsync(client, HttpMethod.Get, "/v1/summaries?period=month&from=2026-06-01&to=2026-06-30");
        await SendAsync(client, HttpMethod.Get, "/v1/summaries?period=month&from=2026-06-01&to=2026-06-30");
        var folder = await client.ReportFolderAsync();
        CapsuleEdit.Requests(folder, lines =>
        {
            var first = lines.First(line => ((string?)line["request"]!["target"])!.StartsWith("/v1/summaries", StringComparison.Ordinal));
            Assert.Contains(first["storage"]!.AsArray(), storage => (string?)storage!["operation"] == "TransactWriteItems");
            foreach (var storage in first["storage"]!.AsArray())
            {
                storage!["request"] = new JsonObject { ["length"] = 80_000, ["sha256"] = new string('0', 64) };
                storage["response"] = new JsonObject { ["length"] = 80_000, ["sha256"] = new string('0', 64) };
            }
            return lines;
        });
        var (before, result) = await ReplayFixture.ReplayAsync(folder);
        Assert.Equal((1, null), (before.First, before.Reason));
        Assert.True(result.IsSame(isStrict: false), ReplayFixture.Text(result));
    }
}
