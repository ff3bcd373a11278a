using System.Net;
using System.Net.Http.Headers;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Image;

/// <summary>The same image as in QA: the region's endpoint, the instance's credentials, tokens.</summary>
public sealed class TestEnvironmentTests(BuiltImage image, SharedEngine engine)
{
    [Fact]
    public async Task It_speaks_to_the_regions_endpoint_with_the_instances_credentials_which_rotate_and_are_not_logged()
    {
        await using var region = await Region.StartAsync(image, engine);
        var (aws, issuer) = (region.Aws, region.Issuer);
        aws.Life = TimeSpan.FromSeconds(20);
        await using var api = await region.RunAsync(
            image.Name,
            ("Logging:LogLevel:Default", "Trace"),
            ("Logging:LogLevel:Microsoft.AspNetCore", "Trace")
        );

        Assert.Equal(["Fitness.Api"], await api.ProcessesAsync());
        using var anonymous = await api.Client.GetAsync("/v1/activities", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);

        api.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", issuer.Token("ann"));
        using var put = await api.Client.PutAsync("in-test", Http.Run);
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        await Eventually.WaitForAsync(
            async () =>
            {
                using var get = await api.Client.GetActivityAsync("in-test");
                Assert.Equal(HttpStatusCode.OK, get.StatusCode);
                return aws.UsedKeys.Distinct().Count() > 2;
            },
            () => $"The credentials did not change: {string.Join(", ", aws.UsedKeys.Distinct())}"
        );

        Assert.Empty(aws.Refused);
        var logs = await api.LogsAsync();
        Assert.Contains("/v1/activities/in-test", logs, StringComparison.Ordinal);
        Assert.DoesNotContain("DataProtection.KeyManagement", logs, StringComparison.Ordinal);
        foreach (var secret in aws.Secrets.Append(api.Client.DefaultRequestHeaders.Authorization.Parameter!))
            Assert.DoesNotContain(secret, logs, StringComparison.Ordinal);
        foreach (var key in aws.UsedKeys.Distinct())
            Assert.DoesNotContain(key, logs, StringComparison.Ordinal);
        Assert.Equal(0, await api.StopAsync());
    }
}
