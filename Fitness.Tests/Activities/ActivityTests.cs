using System.Net;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using static Fitness.Tests.Hosting.Http;

namespace Fitness.Tests.Activities;

public sealed class ActivityTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Ride = """{"sport":"cycling","start":"2026-11-01T07:30:00+01:00","elapsedSeconds":3600}""";
    private static readonly string Full = FullActivity.Create().ToJsonString();

    [Fact]
    public async Task A_put_creates_and_a_get_reads_what_was_put()
    {
        var id = NewId();
        var full = FullActivity.Create();
        full["name"] = "Übermütig 🏔";
        full["start"] = "2026-11-01T07:30:00.1234567+05:45";
        full["distanceMeters"] = JsonNode.Parse("5012.50");
        Assert.All(full, field => Assert.True(field.Value is not null, $"The activity with every field has no {field.Key}."));
        using var put = await api.Client.PutAsync(id, full.ToJsonString());
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        Assert.EndsWith($"/v1/activities/{id}", put.Headers.Location!.ToString(), StringComparison.Ordinal);
        var created = await put.JsonAsync();

        using var get = await api.Client.GetActivityAsync(id);
        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
        Assert.Equal(put.ETag(), get.ETag());
        var read = await get.JsonAsync();
        Assert.Equal(created.ToJsonString(), read.ToJsonString());
        Assert.Equal((id, 1), ((string)read["id"]!, (int)read["version"]!));
        full["distanceMeters"] = 5012.5;
        Assert.Equal(full.Select(field => $"{field.Key} {field.Value}"), full.Select(field => $"{field.Key} {read[field.Key]}"));
        Assert.Equal("5012.5", read["distanceMeters"]!.ToJsonString());
    }

    [Fact]
    public async Task A_missing_measure_is_absent_and_not_zero()
    {
        var id = NewId();
        using var put = await api.Client.PutAsync(id, Run.Replace("}", ",\"steps\":0}", StringComparison.Ordinal));
        var json = await put.JsonAsync();
        Assert.False(json.ContainsKey("distanceMeters"));
        Assert.Equal(0, (int?)json["steps"]);
        using var same = await api.Client.PutAsync(
            id,
            Run.Replace("}", ",\"steps\":0,\"distanceMeters\":null,\"source\":null}", StringComparison.Ordinal)
        );
        Assert.Equal((HttpStatusCode.OK, put.ETag()), (same.StatusCode, same.ETag()));
    }

    [Fact]
    public async Task The_same_put_again_changes_nothing_whatever_it_says_of_the_version()
    {
        var id = NewId();
        using var first = await api.Client.PutAsync(id, Run);
        using var retry = await api.Client.PutAsync(id, Run);
        using var staleRetry = await api.Client.PutAsync(id, Run, ("If-Match", "\"0-0\""));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (retry.StatusCode, staleRetry.StatusCode));
        Assert.Equal(first.ETag(), retry.ETag());
        Assert.Equal(1, (int)(await staleRetry.JsonAsync())["version"]!);
    }

    [Fact]
    public async Task Replacing_another_body_wants_the_current_ETag()
    {
        var id = NewId();
        using var first = await api.Client.PutAsync(id, Run);
        using (var without = await api.Client.PutAsync(id, Ride))
        {
            var problem = await without.ProblemAsync(428, "if-match-required");
            Assert.Equal((first.ETag(), first.ETag()), (without.ETag(), (string)problem["etag"]!));
        }
        using var replaced = await api.Client.PutAsync(id, Ride, ("If-Match", first.ETag()));
        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);
        Assert.NotEqual(first.ETag(), replaced.ETag());
        var json = await replaced.JsonAsync();
        Assert.Equal((2, "cycling"), ((int)json["version"]!, (string)json["sport"]!));
        using (var stale = await api.Client.PutAsync(id, Run, ("If-Match", first.ETag())))
        {
            var problem = await stale.ProblemAsync(412, "stale-version");
            Assert.Equal((replaced.ETag(), replaced.ETag()), (stale.ETag(), (string)problem["etag"]!));
        }
        using (var weak = await api.Client.PutAsync(id, Run, ("If-Match", "W/" + replaced.ETag())))
            await weak.ProblemAsync(412, "stale-version");
        using var any = await api.Client.PutAsync(id, Run, ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.OK, any.StatusCode);
    }

    [Fact]
    public async Task Preconditions_on_what_is_not_there_are_refused()
    {
        using (var match = await api.Client.PutAsync(NewId(), Run, ("If-Match", "*")))
        {
            await match.ProblemAsync(412, "stale-version");
            Assert.Null(match.Headers.ETag);
        }
        var id = NewId();
        using var created = await api.Client.PutAsync(id, Run, ("If-None-Match", "*"));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        using var again = await api.Client.PutAsync(id, Run, ("If-None-Match", "*"));
        await again.ProblemAsync(412, "stale-version");
    }

    [Fact]
    public async Task A_get_with_the_known_ETag_answers_304_without_a_body()
    {
        var id = NewId();
        using var put = await api.Client.PutAsync(id, Run);
        using var fresh = await api.Client.GetActivityAsync(id, ("If-None-Match", $"\"x\", W/{put.ETag()}"));
        Assert.Equal(HttpStatusCode.NotModified, fresh.StatusCode);
        Assert.Equal(put.ETag(), fresh.ETag());
        Assert.Empty(await fresh.Content.ReadAsByteArrayAsync());
        using var changed = await api.Client.GetActivityAsync(id, ("If-None-Match", "\"x\""));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Fact]
    public async Task A_patch_replaces_adds_and_removes_fields()
    {
        var id = NewId();
        using var put = await api.Client.PutAsync(id, Full);
        using var patched = await api.Client.PatchAsync(
            id,
            """{"name":"Easy","notes":null,"maxHeartRate":180}""",
            ("If-Match", put.ETag())
        );
        Assert.Equal(HttpStatusCode.OK, patched.StatusCode);
        var json = await patched.JsonAsync();
        Assert.Equal(
            ("Easy", 180, 2, (int)FullActivity.Create()["steps"]!),
            ((string)json["name"]!, (int)json["maxHeartRate"]!, (int)json["version"]!, (int)json["steps"]!)
        );
        Assert.Null(json["notes"]);
        using var get = await api.Client.GetActivityAsync(id);
        Assert.Equal(json.ToJsonString(), (await get.JsonAsync()).ToJsonString());
    }

    [Fact]
    public async Task A_patch_that_breaks_a_rule_changes_nothing_and_names_the_field()
    {
        var id = NewId();
        using var put = await api.Client.PutAsync(id, Full);
        foreach (
            var (patch, field) in new[]
            {
                ("""{"sport":null}""", "sport"),
                ("""{"movingSeconds":1861}""", "movingSeconds"),
                ("""{"maxHeartRate":100}""", "averageHeartRate"),
                ("""{"version":7}""", "version"),
                ("""{"name":"a","name":"b"}""", "name"),
            }
        )
        {
            using var response = await api.Client.PatchAsync(id, patch, ("If-Match", put.ETag()));
            Assert.True((await response.ProblemAsync(400, "invalid-request"))["errors"]!.AsObject().ContainsKey(field), patch);
        }
        using var get = await api.Client.GetActivityAsync(id);
        Assert.Equal(put.ETag(), get.ETag());
    }

    [Fact]
    public async Task A_patch_wants_a_precondition_only_when_it_changes_something()
    {
        var id = NewId();
        using var put = await api.Client.PutAsync(id, Run);
        using var unchanged = await api.Client.PatchAsync(id, """{"sport":"running"}""");
        Assert.Equal((HttpStatusCode.OK, put.ETag()), (unchanged.StatusCode, unchanged.ETag()));
        using (var without = await api.Client.PatchAsync(id, """{"name":"x"}"""))
            await without.ProblemAsync(428, "if-match-required");
        using (var stale = await api.Client.PatchAsync(id, """{"name":"x"}""", ("If-Match", "\"9-9\"")))
            await stale.ProblemAsync(412, "stale-version");
        using (var missing = await api.Client.PatchAsync(NewId(), """{"name":"x"}""", ("If-Match", "*")))
            await missing.ProblemAsync(404, "activity-not-found");
        using (
            var json = await api.Client.SendAsync(
                HttpMethod.Patch,
                $"/v1/activities/{id}",
                """{"name":"As JSON","notes":null}""",
                headers: ("If-Match", "*")
            )
        )
            Assert.Equal("As JSON", (string?)(await json.JsonAsync())["name"]);
        using var text = await api.Client.SendAsync(HttpMethod.Patch, $"/v1/activities/{id}", "{}", "text/plain");
        await text.ProblemAsync(415, "unsupported-media-type");
    }

    [Fact]
    public async Task The_same_instant_in_another_offset_is_a_change_because_its_civil_date_may_be_another()
    {
        const string before = """{"sport":"running","start":"2026-11-01T23:30:00Z","elapsedSeconds":60}""";
        const string after = """{"sport":"running","start":"2026-11-02T00:30:00+01:00","elapsedSeconds":60}""";
        var ids = new[] { NewId(), NewId(), NewId() };
        foreach (var id in ids)
            using (await api.Client.PutAsync(id, before)) { }
        using (var put = await api.Client.PutAsync(ids[0], after, ("If-Match", "*")))
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        using (var patch = await api.Client.PatchAsync(ids[1], """{"start":"2026-11-02T00:30:00+01:00"}""", ("If-Match", "*")))
            Assert.Equal(HttpStatusCode.OK, patch.StatusCode);
        using (
            var batch = await api.Client.SendAsync(
                HttpMethod.Post,
                "/v1/activities/batch",
                $$"""{"items":[{"id":"{{ids[2]}}","ifMatch":"*",{{after[1..]}}]}"""
            )
        )
            Assert.Equal(HttpStatusCode.OK, batch.StatusCode);
        foreach (var id in ids)
        {
            using var get = await api.Client.GetAsync($"/activity/{id}", TestContext.Current.CancellationToken);
            Assert.Equal("2026-11-02", (string?)(await get.JsonAsync())["date"]);
        }
    }

    [Fact]
    public async Task Ids_differ_by_letter_case()
    {
        var id = "case-" + Guid.NewGuid().ToString("N")[..8];
        using var lower = await api.Client.PutAsync(id, Run);
        using var upper = await api.Client.PutAsync(id.ToUpperInvariant(), Ride);
        Assert.Equal(HttpStatusCode.Created, upper.StatusCode);
        using var get = await api.Client.GetActivityAsync(id);
        Assert.Equal("running", (string?)(await get.JsonAsync())["sport"]);
    }

    [Fact]
    public async Task A_post_makes_an_id_of_version_7()
    {
        using var post = await api.Client.PostAsync(Run);
        Assert.Equal(HttpStatusCode.Created, post.StatusCode);
        var id = (string)(await post.JsonAsync())["id"]!;
        Assert.Equal(7, Guid.Parse(id).Version);
        using var get = await api.Client.GetAsync(post.Headers.Location, TestContext.Current.CancellationToken);
        Assert.Equal(id, (string?)(await get.JsonAsync())["id"]);
    }

    [Fact]
    public async Task Without_a_key_every_post_creates_an_activity()
    {
        using var first = await api.Client.PostAsync(Run);
        using var second = await api.Client.PostAsync(Run);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, second.StatusCode));
        Assert.NotEqual(first.Headers.Location, second.Headers.Location);
    }

    [Fact]
    public async Task A_retried_post_returns_the_first_answer_even_after_a_change()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        using var first = await api.Client.PostAsync(Run, key);
        var created = await first.JsonAsync();
        using var changed = await api.Client.PutAsync((string)created["id"]!, Ride, ("If-Match", first.ETag()));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        using var retry = await api.Client.PostAsync(Run, key);
        Assert.Equal(
            (HttpStatusCode.Created, first.ETag(), "true"),
            (retry.StatusCode, retry.ETag(), retry.Headers.GetValues("Idempotency-Replayed").Single())
        );
        Assert.Equal(created.ToJsonString(), (await retry.JsonAsync()).ToJsonString());
        using (var other = await api.Client.PostAsync(Ride, key))
            await other.ProblemAsync(422, "idempotency-key-reused");
        using var wrong = await api.Client.PostAsync(Run, ("Idempotency-Key", new string('k', 256)));
        await wrong.ProblemAsync(400, "invalid-request");
    }

    [Fact]
    public async Task The_walkthroughs_address_answers_its_document()
    {
        var id = NewId();
        using var put = await api.Client.PutAsync(id, Run);
        Assert.Equal(
            $$"""{"activity_id":"{{id}}","user_id":"demo","date":"2026-11-01"}""" + "\n",
            await api.Client.GetStringAsync($"/activity/{id}", TestContext.Current.CancellationToken)
        );
        using var missing = await api.Client.GetAsync($"/activity/{NewId()}", TestContext.Current.CancellationToken);
        await missing.ProblemAsync(404, "activity-not-found");
    }

    [Theory]
    [InlineData("2026-11-01T23:59:59.9999999-11:00", "2026-11-01")]
    [InlineData("2026-11-01T00:00:00+14:00", "2026-11-01")]
    [InlineData("2026-11-01T00:00:00Z", "2026-11-01")]
    [InlineData("2026-10-25T02:30:00+02:00", "2026-10-25")]
    [InlineData("2026-10-25T02:30:00+01:00", "2026-10-25")]
    [InlineData("2024-02-29T12:00:00-00:30", "2024-02-29")]
    public async Task The_civil_date_is_that_of_the_activitys_own_offset(string start, string date)
    {
        var id = NewId();
        using var put = await api.Client.PutAsync(id, Run.Replace("2026-11-01T07:30:00+01:00", start, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        using var get = await api.Client.GetAsync($"/activity/{id}", TestContext.Current.CancellationToken);
        Assert.Equal(date, (string?)(await get.JsonAsync())["date"]);
    }
}
