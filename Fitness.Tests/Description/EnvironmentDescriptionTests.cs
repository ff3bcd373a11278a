using System.Net;
using System.Net.Http.Headers;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Description;

public sealed class EnvironmentDescriptionTests(SharedEngine engine)
{
    [Fact]
    public async Task Development_says_what_runs_and_on_what()
    {
        const string image = "fitness/api@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        await using var api = new ApiFixture(engine).With(SettingNames.Image, image);
        await api.InitializeAsync();
        // Not in the contract yet, so that its handler stays out.
        using var client = new HttpClient { BaseAddress = api.Client.BaseAddress };
        using var response = await client.GetAsync(ServiceAddress.EnvironmentDescription, TestContext.Current.CancellationToken);
        var description = await response.JsonAsync();
        Assert.Equal(("Development", image, "local", "us-east-1", api.Table),
            ((string?)description["environment"], (string?)description["image"], (string?)description["engine"], (string?)description["region"], (string?)description["table"]));
        Assert.Equal(ImageUnderTest.Name is null ? "jit" : "aot", (string?)description["build"]!["compiler"]);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.Forbidden)]
    [InlineData("cognito:groups", HttpStatusCode.OK)]
    [InlineData("roles", HttpStatusCode.OK)]
    [InlineData("role", HttpStatusCode.OK)]
    [InlineData("groups", HttpStatusCode.Forbidden)]
    public async Task Outside_Development_it_is_for_operators_alone(string? claim, HttpStatusCode expected)
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var api = new ApiFixture(engine).In(EnvironmentNames.Test).WithIssuer(issuer);
        await api.InitializeAsync();
        using var client = new HttpClient { BaseAddress = api.Client.BaseAddress };
        var token = issuer.Token("olga", descriptor =>
        {
            if (claim is { Length: > 0 }) descriptor.Claims[claim] = new[] { "testers", Roles.Operators };
        });
        if (claim is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.GetAsync(ServiceAddress.EnvironmentDescription, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
        var body = await response.JsonAsync();
        Assert.Equal(expected == HttpStatusCode.OK ? EnvironmentNames.Test : null, (string?)body["environment"]);
    }
}
