using System.Net;
using System.Threading.RateLimiting;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Fitness.Tests.Parity;

/// <summary><c>fitness parity --probe</c>, and the storage requests of a response.</summary>
public sealed class ProbeTests(SharedEngine engine)
{
    private const int Quota = 20;

    [Fact]
    public async Task Every_answer_that_differs_is_shown_with_its_request_and_nothing_is_left()
    {
        await using var one = new ApiFixture(engine);
        await one.InitializeAsync();
        // It refuses requests from the twenty-first on, until somebody waits.
        using var limiter = new TokenBucketRateLimiter(
            new TokenBucketRateLimiterOptions
            {
                TokenLimit = Quota,
                TokensPerPeriod = Quota,
                ReplenishmentPeriod = TimeSpan.FromTicks(1),
                AutoReplenishment = false,
            }
        );
        await using var other = new ApiFixture(engine)
            .With(SettingNames.UserRequests, $"{Quota}")
            .WithServices(services =>
                services.AddSingleton(
                    PartitionedRateLimiter.Create<HttpContext, string>(_ => RateLimitPartition.Get("", _ => new ByHand(limiter)))
                )
            );
        await other.InitializeAsync();
        var time = new ShortenedTime(() => limiter.TryReplenish());
        var comparison = await Compared.ReadAsync(Address(one), Address(other), probe: true, time: time);
        Assert.False(comparison.IsAsExpected);
        var rows = Compared.Report(comparison)["unexpected"]!.AsArray();
        Assert.Contains(rows, row => (string?)row!["name"] == "setting RateLimits__User__Requests");
        // The probe's first two requests look for data.
        Assert.DoesNotContain(rows, row => ((string)row!["name"]!).StartsWith("answer to an empty body: ", StringComparison.Ordinal));
        var refused = rows.Single(row =>
            ((string)row!["name"]!).StartsWith("answer to nothing there: GET /v1/activities/nothing", StringComparison.Ordinal)
        )!;
        Assert.Contains("status 404", (string)refused["a"]!, StringComparison.Ordinal);
        Assert.Contains("status 429", (string)refused["b"]!, StringComparison.Ordinal);

        Assert.Contains("It was: GET /v1/activities/nothing", (string)refused["breaks"]!, StringComparison.Ordinal);

        // It waits as long as it was told, and then erases.
        Assert.Equal([TimeSpan.FromSeconds(1)], time.Waits);
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
        Assert.StartsWith(
            "A cannot be probed. Its user has data, and the probe erases its user's when it ends.",
            await Compared.RefusalAsync(Address(api), Address(api), probe: true),
            StringComparison.Ordinal
        );
        using var get = await api.Client.GetActivityAsync("mine");
        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
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

    /// <summary>A limiter that only the test replenishes: the middleware does so itself with those that it recognizes.</summary>
    private sealed class ByHand(RateLimiter limiter) : RateLimiter
    {
        public override TimeSpan? IdleDuration => null;

        public override RateLimiterStatistics? GetStatistics() => limiter.GetStatistics();

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => limiter.AttemptAcquire(permitCount);

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
            limiter.AcquireAsync(permitCount, cancellationToken);
    }

    /// <summary>The real time, in which nobody waits: each wait ends at once.</summary>
    private sealed class ShortenedTime(Action waited) : TimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            waited();
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
