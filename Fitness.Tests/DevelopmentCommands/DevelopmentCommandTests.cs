using System.Net;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.DevelopmentCommands;

/// <summary>What the dashboard's commands do, and who may not use them.</summary>
public sealed class DevelopmentCommandTests(SharedEngine engine)
{
    private const string Key = "a-key-of-the-apphost";

    [Fact]
    public async Task Filling_adds_the_samples_that_are_missing_and_changes_nothing_else()
    {
        await using var api = new ApiFixture(engine).With(SettingNames.CommandKey, Key);
        await api.InitializeAsync();
        using var mine = await api.Client.PutAsync("1", Http.Run);
        var etag = mine.ETag();

        using var filled = await SendAsync(api, HttpMethod.Put, Routes.SampleData, Key);
        Assert.Equal(
            "83 sample activities of the demo user were added.",
            await filled.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
        using var kept = await api.Client.GetActivityAsync("1");
        Assert.Equal(etag, kept.ETag());
        using var sample = await api.Client.GetActivityAsync("84");
        Assert.Equal(HttpStatusCode.OK, sample.StatusCode);

        using var again = await SendAsync(api, HttpMethod.Put, Routes.SampleData, Key);
        Assert.StartsWith(
            "0 sample",
            await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Emptying_leaves_an_empty_table_of_the_definition_and_devices_begin_anew()
    {
        await using var api = new ApiFixture(engine).With(SettingNames.CommandKey, Key);
        await api.InitializeAsync();
        using var put = await api.Client.PutAsync("mine", Http.Run);
        using var changes = await api.Client.GetAsync("/v1/activities/changes", TestContext.Current.CancellationToken);
        var token = (string)(await changes.JsonAsync())["nextToken"]!;

        using var emptied = await SendAsync(api, HttpMethod.Delete, Routes.Table, Key);
        Assert.Equal(HttpStatusCode.OK, emptied.StatusCode);
        using var gone = await api.Client.GetActivityAsync("mine");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using var health = await api.Client.GetAsync(Routes.Health, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        using var old = await api.Client.GetAsync($"/v1/activities/changes?token={token}", TestContext.Current.CancellationToken);
        await old.ProblemAsync(410, "sync-token-expired");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another-key-of-the-same-size")]
    public async Task Without_the_key_nothing_happens(string? key)
    {
        await using var api = new ApiFixture(engine).With(SettingNames.CommandKey, Key);
        await api.InitializeAsync();
        using var put = await api.Client.PutAsync("mine", Http.Run);
        foreach (var (method, path) in new[] { (HttpMethod.Put, Routes.SampleData), (HttpMethod.Delete, Routes.Table) })
        {
            using var refused = await SendAsync(api, method, path, key);
            var problem = await refused.ProblemAsync(403, "forbidden");
            Assert.DoesNotContain(Key, problem.ToJsonString(), StringComparison.Ordinal);
        }
        using var get = await api.Client.GetActivityAsync("mine");
        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
    }

    [Fact]
    public async Task Without_a_key_in_the_settings_there_are_no_commands()
    {
        await using var api = new ApiFixture(engine);
        await api.InitializeAsync();
        using var fill = await SendAsync(api, HttpMethod.Put, Routes.SampleData, Key);
        await fill.ProblemAsync(404, "not-found");
        using var empty = await SendAsync(api, HttpMethod.Delete, Routes.Table, Key);
        await empty.ProblemAsync(404, "not-found");
    }

    // A client without the contract check: the API's contract does not have the commands.
    private static async Task<HttpResponseMessage> SendAsync(ApiFixture api, HttpMethod method, string path, string? key)
    {
        using var client = new HttpClient { BaseAddress = api.Client.BaseAddress };
        return await client.SendAsync(method, path, headers: key is null ? [] : [(FitnessHeaders.CommandKey, key)]);
    }
}
