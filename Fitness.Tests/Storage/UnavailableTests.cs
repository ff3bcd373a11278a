using System.Net;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fitness.Tests.Storage;

public sealed class UnavailableTests(SharedEngine engine, FailingStorage failing) : IClassFixture<FailingStorage>
{
    /// <summary>What a storage can do to a request.</summary>
    public static TheoryData<string> Failures => [.. Responses.Keys];

    private static readonly Dictionary<string, Func<HttpContext, Task>> Responses = new(StringComparer.Ordinal)
    {
        ["paused"] = StorageProxy.PauseAsync,
        ["reset"] = StorageProxy.ResetAsync,
        ["half an answer"] = StorageProxy.BreakOffAsync,
        ["no HTTP"] = StorageProxy.BabbleAsync,
        ["garbage"] = StorageProxy.Answer(200, "\0\u0001garbage"),
        ["an empty body"] = StorageProxy.Answer(200, ""),
        ["another protocol's page"] = StorageProxy.Answer(200, "<html><body>Welcome to the hotel's network</body></html>", "text/html"),
        ["an array"] = StorageProxy.Answer(200, "[1,2]"),
        ["wrong types"] = StorageProxy.Answer(200, """{"Item":7,"Items":7,"Responses":7,"Table":7}"""),
        ["a redirection"] = StorageProxy.Answer(302, ""),
        ["a bad gateway"] = StorageProxy.Answer(502, "<html>Bad gateway</html>", "text/html"),
        ["an error"] = StorageProxy.Answer(500, """{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"x"}"""),
        ["throttling"] = StorageProxy.Answer(
            400,
            """{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"x"}"""
        ),
        ["no permission"] = StorageProxy.Answer(400, """{"__type":"com.amazon.coral.service#AccessDeniedException","message":"x"}"""),
        ["expired credentials"] = StorageProxy.Answer(400, """{"__type":"com.amazon.coral.service#ExpiredTokenException","message":"x"}"""),
        ["a request that it does not take"] = StorageProxy.Answer(
            400,
            """{"__type":"com.amazonaws.dynamodb.v20120810#ValidationException","message":"x"}"""
        ),
        ["an unknown refusal"] = StorageProxy.Answer(400, "no"),
        ["no such page"] = StorageProxy.Answer(404, "<html>Not found</html>", "text/html"),
    };

    [Fact]
    public async Task An_engine_that_is_away_is_503_with_Retry_After_and_not_ready()
    {
        await using var api = new ApiFixture(engine).With(SettingNames.Endpoint, FreeAddress.Find().AbsoluteUri);
        await api.InitializeAsync();
        await AssertUnavailableAsync(api, "1");
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Whatever_the_storage_does_is_503_with_Retry_After_and_not_ready(string failure)
    {
        var (storage, api, id) = (failing.Proxy, failing.Api, Http.NewId());
        using (var put = await api.Client.PutAsync(id, Http.Run))
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);

        storage.Respond = Responses[failure];
        // What readiness knew before counts for two seconds.
        api.Clock!.Advance(TimeSpan.FromSeconds(2));
        var unavailable = AssertUnavailableAsync(api, id);
        // Nobody has to wait for what only time ends; what ends at once ends without it.
        await Eventually.WaitForAsync(
            () =>
            {
                if (failure == "paused")
                    api.Clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(unavailable.IsCompleted);
            },
            () => $"Not every call is answered while the storage does this: {failure}."
        );
        await unavailable;

        storage.Respond = storage.ForwardAsync;
        await Eventually.WaitForAsync(
            async () =>
            {
                api.Clock.Advance(TimeSpan.FromSeconds(1));
                using var health = await api.Client.GetAsync("/health", TestContext.Current.CancellationToken);
                return health.IsSuccessStatusCode;
            },
            () => "It does not become ready again."
        );
        using var get = await api.Client.GetActivityAsync(id);
        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
    }

    [Fact]
    public async Task Many_callers_of_a_paused_storage_get_503_and_the_log_stays_short()
    {
        ImageUnderTest.SkipInside("The storage in between is in this process");
        engine.SkipWithout();
        await using var storage = await StorageProxy.StartAsync(engine.Endpoint);
        var log = new CountingLog();
        await using var api = new ApiFixture(engine)
            .With(SettingNames.Endpoint, storage.Address.AbsoluteUri)
            .WithServices(services => services.AddSingleton<ILoggerProvider>(log));
        await api.InitializeAsync();
        using (var put = await api.Client.PutAsync("1", Http.Run))
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);

        storage.Respond = StorageProxy.PauseAsync;
        var began = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 300),
            new ParallelOptions { MaxDegreeOfParallelism = 300, CancellationToken = TestContext.Current.CancellationToken },
            async (_, _) =>
            {
                using var response = await api.Client.GetAsync("/v1/activities", CancellationToken.None);
                var problem = await response.JsonAsync();
                Assert.Equal(503, (int)response.StatusCode);
                Assert.NotNull(response.Headers.RetryAfter?.Delta);
                Assert.StartsWith("/problems/storage-", (string)problem["type"]!, StringComparison.Ordinal);
            }
        );
        var seconds = (int)Math.Ceiling(TimeProvider.System.GetElapsedTime(began).TotalSeconds);
        // Two kinds: it does not answer, and too many wait for it.
        Assert.InRange(log.Lines.Count, 1, 2 * (seconds + 1));
        Assert.All(log.Lines, line => Assert.DoesNotContain("\n", line, StringComparison.Ordinal));
    }

    private static async Task AssertUnavailableAsync(ApiFixture api, string id)
    {
        var calls = new Func<Task<HttpResponseMessage>>[]
        {
            () => api.Client.GetActivityAsync(id),
            () => api.Client.PutAsync(id, Http.Run),
            () => api.Client.PostAsync(Http.Run),
            () => api.Client.DeleteActivityAsync(id),
            () => api.Client.GetAsync("/v1/activities"),
            () => api.Client.GetAsync("/v1/activities/changes"),
            () => api.Client.GetAsync("/v1/me/export"),
            () => api.Client.GetAsync("/v1/summaries?period=month&from=2026-01-31&to=2026-06-01"),
            () => api.Client.DeleteAsync(new Uri("/v1/me", UriKind.Relative)),
        };
        await Task.WhenAll(
            calls.Select(async call =>
            {
                using var response = await call();
                var problem = await response.ProblemAsync(503, "storage-unavailable");
                Assert.NotNull(response.Headers.RetryAfter?.Delta);
                Assert.DoesNotContain(" at ", problem.ToJsonString(), StringComparison.Ordinal);
            })
        );
        using var health = await api.Client.GetAsync("/health", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.NotNull(health.Headers.RetryAfter?.Delta);
        using var alive = await api.Client.GetAsync("/alive", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }
}
