using Fitness.Tests.Hosting;

namespace Fitness.Tests.Callers;

/// <summary>The line ends of the contract's responses are checked with everything else that it says of them, in <see cref="ContractHandler"/>.</summary>
public sealed class LineEndTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("GET", "/health")]
    [InlineData("GET", "/alive")]
    [InlineData("GET", "/openapi/v1.json")]
    [InlineData("GET", "/environment/schema")]
    [InlineData("GET", "/scalar/openapi/v1.json")]
    [InlineData("GET", "/nowhere")]
    [InlineData("PUT", "/activity/1")]
    public async Task A_terminals_next_prompt_has_a_line_of_its_own(string method, string path)
    {
        using var response = await api.Client.SendAsync(new HttpMethod(method), path);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(body.EndsWith('\n') && !body.EndsWith("\n\n", StringComparison.Ordinal), body);
    }

    [Fact]
    public async Task What_has_no_body_stays_without()
    {
        using var put = await api.Client.PutAsync("mine", Http.Run);
        using var notModified = await api.Client.SendAsync(
            HttpMethod.Get,
            "/v1/activities/mine",
            headers: ("If-None-Match", put.Headers.ETag!.Tag)
        );
        using var deleted = await api.Client.DeleteActivityAsync("mine");
        using var head = await api.Client.SendAsync(HttpMethod.Head, "/nowhere");
        foreach (var response in new[] { notModified, deleted, head })
            Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
