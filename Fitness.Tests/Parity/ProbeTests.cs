using System.Net;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Parity;

/// <summary><c>fitness parity --probe</c>, and the storage requests of a response.</summary>
public sealed class ProbeTests(SharedEngine engine)
{
    [Fact]
    public async Task Every_answer_that_differs_is_shown_with_its_request_and_nothing_is_left()
    {
        await using var one = new ApiFixture(engine);
        await one.InitializeAsync();
        // It refuses requests for a while, beginning with the twenty-first.
        await using var other = new ApiFixture(engine).With("RateLimits:User:Requests", "20").With("RateLimits:User:WindowSeconds", "15");
        await other.InitializeAsync();
        var (exitCode, output, error) = await FitnessCli.RunAsync(
            Repository.Root,
            null,
            "parity",
            Address(one),
            Address(other),
            "--probe",
            "--json"
        );
        Assert.True(exitCode == 1, output + error);
        var rows = JsonNode.Parse(output)!["unexpected"]!.AsArray();
        Assert.Contains(rows, row => (string?)row!["name"] == "setting RateLimits__User__Requests");
        // The probe's first two requests look for data.
        Assert.DoesNotContain(rows, row => ((string)row!["name"]!).StartsWith("answer to an empty body: ", StringComparison.Ordinal));
        var refused = rows.Single(row =>
            ((string)row!["name"]!).StartsWith("answer to nothing there: GET /v1/activities/nothing", StringComparison.Ordinal)
        )!;
        Assert.Contains("status 404", (string)refused["a"]!, StringComparison.Ordinal);
        Assert.Contains("status 429", (string)refused["b"]!, StringComparison.Ordinal);

        Assert.Contains("It was: GET /v1/activities/nothing", (string)refused["breaks"]!, StringComparison.Ordinal);

        foreach (var api in new[] { one, other })
        {
            using var list = await api.Client.GetAsync("/v1/activities", TestContext.Current.CancellationToken);
            Assert.Empty((await list.JsonAsync())["items"]!.AsArray());
        }
    }

    [Fact]
    public async Task A_user_with_data_keeps_it()
    {
        await using var api = new ApiFixture(engine);
        await api.InitializeAsync();
        using var put = await api.Client.PutAsync("mine", Http.Run);
        var (exitCode, _, error) = await FitnessCli.RunAsync(Repository.Root, null, "parity", Address(api), Address(api), "--probe");
        Assert.Equal(2, exitCode);
        Assert.StartsWith(
            "fitness parity: A cannot be probed. Its user has data, and the probe erases its user's when it ends.",
            error,
            StringComparison.Ordinal
        );
        using var get = await api.Client.GetActivityAsync("mine");
        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
    }

    [Fact]
    public async Task A_saved_description_cannot_be_probed()
    {
        var (exitCode, _, error) = await FitnessCli.RunAsync(Repository.Root, null, "parity", "README.md", ".", "--probe");
        Assert.Equal(2, exitCode);
        Assert.Contains("--probe cannot call 'README.md', which is a file.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_answer_took_of_the_storage_is_told_to_who_asks()
    {
        await using var api = new ApiFixture(engine);
        await api.InitializeAsync();
        using var put = await api.Client.PutAsync("one", Http.Run);
        Assert.False(put.Headers.Contains(FitnessHeaders.StorageRequests));
        Assert.Equal("Query;n=1", await StorageRequestsAsync(api.Client, "/v1/activities"));
        Assert.Equal("GetItem;n=1", await StorageRequestsAsync(api.Client, "/v1/activities/one"));
    }

    [Fact]
    public async Task Outside_Development_it_is_told_to_operators_alone()
    {
        await using var issuer = await TestIssuer.StartAsync();
        // A service in Development creates the table, as the stack does in AWS.
        await using var table = new ApiFixture(engine);
        await table.InitializeAsync();
        _ = table.Client;
        await using var api = new ApiFixture(engine).With(SettingNames.Table, table.Table).In(EnvironmentNames.Test).WithIssuer(issuer);
        await api.InitializeAsync();
        using var user = api.CreateClient(issuer.Token("ann"));
        Assert.Null(await StorageRequestsAsync(user, "/v1/activities"));
        using var @operator = api.CreateClient(issuer.Token("olga", token => token.Claims["roles"] = new[] { Roles.Operators }));
        Assert.NotNull(await StorageRequestsAsync(@operator, "/v1/activities"));
    }

    private static string Address(ApiFixture api) => api.Client.BaseAddress!.AbsoluteUri;

    private static async Task<string?> StorageRequestsAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(FitnessHeaders.StorageRequests, "?1");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response.Headers.TryGetValues(FitnessHeaders.StorageRequests, out var values) ? values.Single() : null;
    }
}
