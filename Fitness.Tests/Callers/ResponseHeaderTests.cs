using System.Net;
using Fitness.Api.Features.Changes;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Fitness.Tests.Callers;

/// <summary>What every response tells a browser: keep nothing, take nothing for something else, load nothing.</summary>
public sealed class ResponseHeaderTests(SharedEngine engine, UsersFixture users) : IClassFixture<UsersFixture>
{
    private const string LoadsNothing = "default-src 'none'; frame-ancestors 'none'";

    [Theory]
    [InlineData("GET", "/v1/activities", 200)]
    [InlineData("HEAD", "/v1/activities", 200)]
    [InlineData("GET", "/v1/activities/changes", 200)]
    [InlineData("GET", "/v1/activities/none", 404)]
    [InlineData("GET", "/v1/activities?limit=0", 400)]
    [InlineData("PUT", "/v1/activities/x", 415)]
    [InlineData("GET", "/v1/me/export", 200)]
    [InlineData("DELETE", "/v1/activities/none", 204)]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("POST", "/problems", 405)]
    [InlineData("GET", "/health", 200)]
    [InlineData("GET", "/alive", 200)]
    [InlineData("GET", "/environment", 200)]
    [InlineData("GET", "/environment/summary", 200)]
    [InlineData("GET", "/environment/schema", 200)]
    [InlineData("GET", "/problems", 200)]
    [InlineData("GET", "/openapi/v1.json", 200)]
    public async Task Answers_and_errors_have_them(string method, string path, int status)
    {
        using var client = users.NewUser();
        using var response = await client.SendAsync(new HttpMethod(method), path);
        Assert.Equal(status, (int)response.StatusCode);
        AssertHeaders(response);
    }

    [Fact]
    public async Task So_have_a_missing_token_and_a_full_quota()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var api = new ApiFixture(engine).WithIssuer(issuer).With("RateLimits:Address:Requests", "1");
        await api.InitializeAsync();
        using (var refused = await api.Client.GetAsync("/v1/activities", TestContext.Current.CancellationToken))
        {
            await refused.ProblemAsync(401, "unauthorized");
            AssertHeaders(refused);
        }
        using var late = await api.Client.GetAsync("/v1/activities", TestContext.Current.CancellationToken);
        await late.ProblemAsync(429, "too-many-requests");
        AssertHeaders(late);
    }

    [Fact]
    public async Task So_have_failures_of_the_service_and_of_the_storage()
    {
        using var storage = new HookedDynamoDBClient(engine);
        await using var api = new ApiFixture(engine)
            .WithStorage(storage)
            .WithServices(services =>
                services.AddSingleton<ChangeReader>(_ => throw new InvalidOperationException("A fault of the service."))
            );
        await api.InitializeAsync();
        _ = api.Services;
        using (var failed = await api.Client.GetAsync("/v1/activities/changes", TestContext.Current.CancellationToken))
        {
            await failed.ProblemAsync(500, "internal-error");
            AssertHeaders(failed);
        }
        storage.BeforeQuery = _ => throw new HttpRequestException("The storage is away.");
        using var away = await api.Client.GetAsync("/v1/activities", TestContext.Current.CancellationToken);
        await away.ProblemAsync(503, "storage-unavailable");
        AssertHeaders(away);
    }

    [Fact]
    public async Task A_version_that_is_still_the_same_is_304_as_ever()
    {
        using var client = users.NewUser();
        using var put = await client.PutAsync("a", Http.Run);
        using var same = await client.GetActivityAsync("a", ("If-None-Match", put.ETag()));
        Assert.Equal((HttpStatusCode.NotModified, put.ETag()), (same.StatusCode, same.ETag()));
        AssertHeaders(same);
    }

    [Fact]
    public async Task The_reference_page_has_a_policy_of_its_own_and_nobody_frames_it()
    {
        using var page = await users.Client.GetAsync("/scalar/", TestContext.Current.CancellationToken);
        var policy = Header(page, "Content-Security-Policy");
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Header(page, "X-Content-Type-Options"));
        // An error below it is an error like any other.
        using var none = await users.Client.PostAsync("/scalar/", null, TestContext.Current.CancellationToken);
        Assert.Equal(405, (int)none.StatusCode);
        AssertHeaders(none);
    }

    private static void AssertHeaders(HttpResponseMessage response)
    {
        Assert.Contains("no-store", Header(response, "Cache-Control"), StringComparison.Ordinal);
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        Assert.Equal(LoadsNothing, Header(response, "Content-Security-Policy"));
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.NonValidated[name].ToString();
}
