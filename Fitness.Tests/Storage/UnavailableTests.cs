using System.Net;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Storage;

public sealed class UnavailableTests(SharedEngine engine)
{
    [Fact]
    public async Task An_engine_that_is_away_is_503_with_Retry_After_and_not_ready()
    {
        await using var api = new ApiFixture(engine).With(SettingNames.Endpoint, FreeAddress.Find().AbsoluteUri);
        await api.InitializeAsync();

        foreach (var call in new Func<Task<HttpResponseMessage>>[]
        {
            () => api.Client.GetActivityAsync("1"), () => api.Client.PutAsync("1", Http.Run), () => api.Client.GetAsync("/v1/activities"),
        })
        {
            using var response = await call();
            var problem = await response.ProblemAsync(503, "storage-unavailable");
            Assert.NotNull(response.Headers.RetryAfter?.Delta);
            Assert.DoesNotContain(" at ", problem.ToJsonString(), StringComparison.Ordinal);
        }
        using var health = await api.Client.GetAsync("/health", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        using var alive = await api.Client.GetAsync("/alive", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }
}
