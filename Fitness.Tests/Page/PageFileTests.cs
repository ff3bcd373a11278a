using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Page;

/// <summary>The page's files, as a browser asks for them. What is on the page is tested in a browser.</summary>
public sealed partial class PageFileTests(SharedEngine engine)
{
    private const long MaxBytes = 300 * 1024;
    private const string Html = "text/html";
    private static readonly string[] Directives = ["default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"];

    [Fact]
    public async Task The_page_comes_whole_from_this_address_small_and_under_names_that_stand_for_their_content()
    {
        await using var api = await StartAsync();
        using var page = await GetAsync(api, Routes.Page, Html);
        Assert.Equal((HttpStatusCode.OK, Html, "no-store"), (page.StatusCode, MediaType(page), page.Headers.CacheControl?.ToString()));
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.All(Directives, directive => Assert.Contains(directive, policy, StringComparison.Ordinal));
        var text = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var links = Links().Matches(text).Select(link => link.Groups[1].Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains(links, link => link.EndsWith(".js", StringComparison.Ordinal));
        long bytes = 0;
        foreach (var link in links)
        {
            Assert.Matches($"^{Routes.PageFiles}/[a-z]+-[0-9A-Z]{{8}}\\.[a-z]+$", link);
            using var file = await GetAsync(api, link, "*/*", "gzip");
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
            Assert.Equal("public, max-age=31536000, immutable", file.Headers.NonValidated["Cache-Control"].ToString());
            Assert.Equal("gzip", file.Content.Headers.ContentEncoding.Single());
            var packed = await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            bytes += packed.Length;
            using var plain = await GetAsync(api, link, "*/*", "identity");
            Assert.Empty(plain.Content.Headers.ContentEncoding);
            Assert.Equal(Unpack(packed), await plain.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
        Assert.InRange(bytes, 1, MaxBytes);
    }

    [Theory]
    [InlineData("gzip, deflate, br", true)]
    [InlineData("GZIP", true)]
    [InlineData("*", true)]
    [InlineData("br", false)]
    [InlineData("gzip;q=0, *", false)]
    [InlineData("*, gzip;q=0", false)]
    [InlineData("*;q=0, gzip;q=0.5", true)]
    public async Task It_is_packed_for_those_who_can_unpack_it(string codings, bool isPacked)
    {
        await using var api = await StartAsync();
        using var page = await GetAsync(api, Routes.Page, Html, codings);
        Assert.Equal(isPacked ? ["gzip"] : [], page.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "GET", "/nowhere", true)]
    [InlineData("text/html", "HEAD", "/no/where", true)]
    [InlineData("application/json", "GET", "/nowhere", false)]
    [InlineData("*/*", "GET", "/nowhere", false)]
    [InlineData(null, "GET", "/nowhere", false)]
    [InlineData("text/html;q=0, */*", "GET", "/nowhere", false)]
    [InlineData("text/html;q=0.1, application/json", "GET", "/nowhere", false)]
    [InlineData("TEXT/HTML", "GET", "/nowhere", true)]
    [InlineData("text/html", "POST", "/nowhere", false)]
    [InlineData("text/html", "GET", "/page/main-00000000.js", false)]
    [InlineData("text/html", "GET", "/v1/activities/none", false)]
    public async Task A_browser_at_an_address_that_is_not_there_gets_the_page_and_every_other_caller_problem_details(
        string? accept,
        string method,
        string path,
        bool isPage
    )
    {
        await using var api = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(isPage ? Html : "application/problem+json", MediaType(response));
    }

    [Theory]
    [InlineData(EnvironmentNames.Development, null, true)]
    [InlineData(EnvironmentNames.Development, "false", false)]
    [InlineData(EnvironmentNames.Test, null, true)]
    [InlineData(EnvironmentNames.Test, "false", false)]
    [InlineData(EnvironmentNames.Production, null, false)]
    [InlineData(EnvironmentNames.Production, "true", true)]
    public async Task It_is_there_in_Development_and_Test_and_in_Production_if_somebody_says_so(
        string environment,
        string? setting,
        bool isThere
    )
    {
        await using var api = new ApiFixture(engine)
            .With(SettingNames.Authority, "https://issuer.example")
            .With(SettingNames.Audience, "fitness");
        if (environment != EnvironmentNames.Development)
            api.In(environment);
        if (setting is not null)
            api.With(SettingNames.PageEnabled, setting);
        await api.InitializeAsync();
        using var page = await GetAsync(api, Routes.Page, Html);
        Assert.Equal(isThere ? HttpStatusCode.OK : HttpStatusCode.NotFound, page.StatusCode);
        using var other = await GetAsync(api, "/nowhere", Html);
        Assert.Equal(isThere ? Html : "application/problem+json", MediaType(other));
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var unpacked = new MemoryStream();
        using (var stream = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress))
            stream.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    private static string? MediaType(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType;

    private static Task<HttpResponseMessage> GetAsync(ApiFixture api, string path, string accept, string coding = "identity")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(accept);
        request.Headers.AcceptEncoding.ParseAdd(coding);
        return api.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<ApiFixture> StartAsync()
    {
        var api = new ApiFixture(engine);
        await api.InitializeAsync();
        return api;
    }

    [GeneratedRegex("(?:href|src)=\"(/page/[^\"]+)\"", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex Links();
}
