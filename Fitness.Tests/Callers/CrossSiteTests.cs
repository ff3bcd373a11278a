using System.Net;
using Fitness.Tests.Hosting;
using Fitness.Tests.Import;
using Fitness.Tests.Support;

namespace Fitness.Tests.Callers;

/// <summary>Requests that a browser sends for a page of another site, which need not be able to read the answer to do harm.</summary>
public sealed class CrossSiteTests(SharedEngine engine, ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "same-origin, cross-site")]
    [InlineData("Sec-Fetch-Site", "")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "https://{own}")]
    [InlineData("Origin", "http://{own}.evil.example")]
    [InlineData("Origin", "http://{own}, http://evil.example")]
    [InlineData("Origin", "{own}")]
    public async Task Without_a_token_they_change_nothing(string name, string value)
    {
        using (await api.Client.DeleteAsync(new Uri("/v1/me", UriKind.Relative), TestContext.Current.CancellationToken)) { }
        var header = (name, Own(api, value));
        using (var put = await api.Client.PutAsync("mine", Http.Run))
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        foreach (
            var call in new Func<Task<HttpResponseMessage>>[]
            {
                () => api.Client.SendAsync(HttpMethod.Delete, "/v1/me", headers: header),
                () => api.Client.DeleteActivityAsync("mine", header),
                () => api.Client.PutAsync("other", Http.Run, header),
                () => api.Client.PostAsync(Http.Run, header),
                () => api.Client.PatchAsync("mine", """{"name":"x"}""", ("If-Match", "*"), header),
                () => SendFormAsync(header),
            }
        )
        {
            using var response = await call();
            await response.ProblemAsync(403, "cross-site-request");
        }
        using var list = await api.Client.SendAsync(HttpMethod.Get, "/v1/activities", headers: header);
        Assert.Single((await list.JsonAsync())["items"]!.AsArray());
        using var head = await api.Client.SendAsync(HttpMethod.Head, "/v1/activities", headers: header);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        // They may ask, but nobody tells the browser to hand over the answer.
        Assert.False(list.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "http://{own}")]
    [InlineData("Origin", "HTTP://{own}")]
    [InlineData("User-Agent", "Fitness/1.0")]
    public async Task The_services_own_pages_and_programs_are_not_concerned(string name, string value)
    {
        using (await api.Client.DeleteAsync(new Uri("/v1/me", UriKind.Relative), TestContext.Current.CancellationToken)) { }
        using var put = await api.Client.PutAsync("mine", Http.Run, (name, Own(api, value)));
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
    }

    [Fact]
    public async Task A_token_speaks_for_the_caller()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var other = new ApiFixture(engine).WithIssuer(issuer);
        await other.InitializeAsync();
        (string, string)[] headers = [("Origin", "https://app.example"), ("Sec-Fetch-Site", "cross-site")];
        using var client = other.CreateClient(issuer.Token("ann"));
        using var put = await client.PutAsync("mine", Http.Run, headers);
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        using var nobody = await other.Client.PutAsync("mine", Http.Run, headers);
        await nobody.ProblemAsync(401, "unauthorized");
    }

    /// <summary>The form of a page, which a browser sends without asking the service first.</summary>
    private async Task<HttpResponseMessage> SendFormAsync((string Name, string Value) header)
    {
        using var content = Forms.Create(("file", "run.gpx", "<gpx/>"u8.ToArray()));
        using var request = new HttpRequestMessage(HttpMethod.Post, Routes.ActivityImport) { Content = content };
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string Own(ApiFixture api, string value) =>
        value.Replace("{own}", api.Client.BaseAddress!.Authority, StringComparison.Ordinal);
}
