using System.Net;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using static Fitness.Tests.Hosting.Http;

namespace Fitness.Tests.Activities;

/// <summary>A create that an offline device repeats after another one has deleted the activity does not bring it back.</summary>
public sealed class DeletedActivityTests(ApiFixture api, SharedEngine engine) : IClassFixture<ApiFixture>
{
    private const string Deleted = "activity-deleted";

    [Fact]
    public async Task A_delete_answers_204_every_time_and_versions_go_on()
    {
        var id = NewId();
        using var put = await api.Client.PutAsync(id, Run);
        using (var stale = await api.Client.DeleteActivityAsync(id, ("If-Match", "\"9-9\"")))
            await stale.ProblemAsync(412, "stale-version");
        for (var time = 0; time < 2; time++)
        {
            using var delete = await api.Client.DeleteActivityAsync(id, ("If-Match", put.ETag()));
            Assert.Equal(HttpStatusCode.NoContent, delete.StatusCode);
        }
        using (var gone = await api.Client.GetActivityAsync(id))
            await gone.ProblemAsync(404, "activity-not-found");
        using var never = await api.Client.DeleteActivityAsync(NewId());
        Assert.Equal(HttpStatusCode.NoContent, never.StatusCode);
        using var again = await api.Client.PutAsync(id, Run, ("If-None-Match", "*"));
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(3, (int)(await again.JsonAsync())["version"]!);
    }

    [Fact]
    public async Task A_repeated_create_is_refused_and_names_the_deletion()
    {
        var id = await DeletedAsync();
        using var again = await api.Client.PutAsync(id, Run);
        var problem = await again.ProblemAsync(409, Deleted);
        Assert.Matches(@"was deleted at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", (string?)problem["detail"]);
        Assert.Contains("If-None-Match: *", (string)problem["detail"]!, StringComparison.Ordinal);
        using var get = await api.Client.GetActivityAsync(id);
        await get.ProblemAsync(404, "activity-not-found");
        using var patch = await api.Client.PatchAsync(id, """{"name":"x"}""", ("If-Match", "*"));
        await patch.ProblemAsync(404, "activity-not-found");
        using var replace = await api.Client.PutAsync(id, Run, ("If-Match", "*"));
        await replace.ProblemAsync(412, "stale-version");
        using var delete = await api.Client.DeleteActivityAsync(id);
        Assert.Equal(HttpStatusCode.NoContent, delete.StatusCode);
    }

    [Fact]
    public async Task Whoever_wants_it_back_creates_it_anew()
    {
        var id = await DeletedAsync();
        using var other = await api.Client.PutAsync(id, Run, ("If-None-Match", "\"1-0\""));
        await other.ProblemAsync(409, Deleted);
        using var anew = await api.Client.PutAsync(id, Run, ("If-None-Match", "*"));
        Assert.Equal(HttpStatusCode.Created, anew.StatusCode);
        Assert.Equal(3, (int)(await anew.JsonAsync())["version"]!);
        using var retry = await api.Client.PutAsync(id, Run);
        Assert.Equal(HttpStatusCode.OK, retry.StatusCode);
    }

    [Fact]
    public async Task So_it_is_with_the_items_of_a_batch()
    {
        var (gone, wanted, fresh) = (await DeletedAsync(), await DeletedAsync(), NewId());
        var results = await BatchAsync(Item(gone), Item(wanted, "*"), Item(fresh), Item(NewId(), "*"));
        Assert.Equal([409, 201, 201, 201], results.Select(result => (int)result!["status"]!));
        Assert.Equal($"/problems/{Deleted}", (string?)results[0]!["problem"]!["type"]);
        var again = await BatchAsync(Item(fresh, "*"), Item(wanted), Item(gone, "1"));
        Assert.Equal([412, 200, 400], again.Select(result => (int)result!["status"]!));
        Assert.NotNull(again[2]!["problem"]!["errors"]!["ifNoneMatch"]);
    }

    [Fact]
    public async Task After_the_life_of_a_tombstone_nothing_is_known_of_it()
    {
        // It begins at the engine's time, which also knows when the tombstone expires.
        await using var later = new ApiFixture(engine).WithClock(DateTimeOffset.UtcNow);
        await later.InitializeAsync();
        var id = NewId();
        using (await later.Client.PutAsync(id, Run))
        using (await later.Client.DeleteActivityAsync(id)) { }
        var deletedAt = later.Clock!.GetUtcNow();
        later.Clock!.Advance(TimeSpan.FromDays(90));
        using (var refused = await later.Client.PutAsync(id, Run))
            Assert.Contains(
                $"was deleted at {deletedAt:yyyy-MM-ddTHH:mm:ssZ}",
                (string)(await refused.ProblemAsync(409, Deleted))["detail"]!,
                StringComparison.Ordinal
            );
        later.Clock!.Advance(TimeSpan.FromDays(2));
        using var created = await later.Client.PutAsync(id, Run);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
    }

    private async Task<string> DeletedAsync()
    {
        var id = NewId();
        using (await api.Client.PutAsync(id, Run))
        using (await api.Client.DeleteActivityAsync(id)) { }
        return id;
    }

    private static string Item(string id, string? ifNoneMatch = null) =>
        $$"""{"id":"{{id}}",{{(ifNoneMatch is null ? "" : $"\"ifNoneMatch\":\"{ifNoneMatch}\",")}}{{Run[1..]}}""";

    private async Task<JsonArray> BatchAsync(params string[] items)
    {
        using var response = await api.Client.SendAsync(
            HttpMethod.Post,
            Routes.ActivityBatch,
            $$"""{"items":[{{string.Join(',', items)}}]}"""
        );
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.JsonAsync())["results"]!.AsArray();
    }
}
