using System.Net;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Authentication;

/// <summary>An issuer that takes the connection and never answers.</summary>
public sealed class SilentIssuerTests(SharedEngine engine) : IAsyncLifetime
{
    // The answer takes less than three seconds; without a limit it took more than seventy.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    // Each test begins with an API that has not asked for the keys yet.
    private readonly UsersFixture api = new(engine);

    private TestIssuer Issuer => api.Issuer;

    public ValueTask InitializeAsync() => api.InitializeAsync();

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task Every_call_that_needs_its_keys_is_503_soon_and_works_when_it_answers_again()
    {
        Issuer.FallSilent();
        using var client = api.CreateClient(Issuer.Token("ann"));
        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => client.GetAsync("/v1/activities")))
            .WaitAsync(Bound, TestContext.Current.CancellationToken);
        foreach (var response in responses)
        {
            using (response)
            {
                await response.ProblemAsync(503, "issuer-unavailable");
                Assert.NotNull(response.Headers.RetryAfter);
            }
        }
        // All of them waited for the same answer.
        Assert.Equal(1, Issuer.Requests);

        Issuer.SpeakAgain();
        await Eventually.WaitForAsync(
            async () =>
            {
                using var response = await client.GetAsync("/v1/activities");
                return response.StatusCode == HttpStatusCode.OK;
            },
            () => "The keys were not asked for again."
        );
    }

    [Fact]
    public async Task It_is_asked_again_a_second_later_by_the_services_clock()
    {
        await using var timed = new UsersFixture(engine);
        timed.WithClock(TimeProvider.System.GetUtcNow());
        await timed.InitializeAsync();
        using var client = timed.NewUser();
        timed.Issuer.FallSilent();
        var waiting = client.GetAsync("/v1/activities");
        await Eventually.WaitForAsync(() => Task.FromResult(timed.Issuer.Requests == 1), () => "It was not asked.");
        // The connection ends without an answer.
        timed.Issuer.SpeakAgain();
        using (var failed = await waiting)
            await failed.ProblemAsync(503, "issuer-unavailable");
        using (var early = await client.GetAsync("/v1/activities"))
            await early.ProblemAsync(503, "issuer-unavailable");
        timed.Clock!.Advance(TimeSpan.FromSeconds(1));
        using var again = await client.GetAsync("/v1/activities");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    [InlineData("/problems")]
    [InlineData("/openapi/v1.json")]
    [InlineData(Routes.EnvironmentDescription)]
    [InlineData(Routes.EnvironmentSchema)]
    public async Task What_needs_no_token_does_not_ask_it(string path)
    {
        Issuer.FallSilent();
        using var client = api.CreateClient(Issuer.Token("ann"));
        using var response = await client.GetAsync(path).WaitAsync(Bound, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, 0), (response.StatusCode, Issuer.Requests));
    }

    [Fact]
    public async Task A_call_without_a_token_is_401_as_always()
    {
        Issuer.FallSilent();
        using var response = await api
            .Client.GetAsync("/v1/activities", TestContext.Current.CancellationToken)
            .WaitAsync(Bound, TestContext.Current.CancellationToken);
        await response.ProblemAsync(401, "unauthorized");
        Assert.Equal(0, Issuer.Requests);
    }

    [Fact]
    public async Task Its_keys_serve_on_when_it_falls_silent_later()
    {
        using var client = api.CreateClient(Issuer.Token("ann"));
        using (var before = await client.GetAsync("/v1/activities"))
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Issuer.FallSilent();
        // An unknown key makes the service ask for the keys again, which must hold up nobody.
        using var stranger = api.CreateClient(
            Issuer.Token("ann", token => token.SigningCredentials = new(TestIssuer.CreateKey(), "RS256"))
        );
        foreach (
            var (caller, expected) in new[]
            {
                (stranger, HttpStatusCode.Unauthorized),
                (client, HttpStatusCode.OK),
                (stranger, HttpStatusCode.Unauthorized),
                (client, HttpStatusCode.OK),
            }
        )
        {
            using var response = await caller.GetAsync("/v1/activities").WaitAsync(Bound, TestContext.Current.CancellationToken);
            Assert.Equal(expected, response.StatusCode);
        }
    }
}
