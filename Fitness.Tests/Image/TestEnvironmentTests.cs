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
        var name = image.Name;
        // A service in Development creates the table, as a stack does in AWS.
        await using var table = new ApiFixture(engine);
        await table.InitializeAsync();
        _ = table.Client;

        await using var network = await ContainerNetwork.CreateAsync(image);
        var gateway = await network.GatewayAsync();
        await using var aws = await FakeAws.StartAsync(gateway);
        using var dynamoDB = new DynamoDBForwarder(engine.Endpoint);
        aws.With("dynamodb", dynamoDB.RespondAsync);
        aws.Life = TimeSpan.FromSeconds(20);
        await using var issuer = await TestIssuer.StartAsync(gateway);
        var certificates = Folders.Create();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                certificates,
                UnixFileMode.UserRead
                    | UnixFileMode.UserWrite
                    | UnixFileMode.UserExecute
                    | UnixFileMode.OtherRead
                    | UnixFileMode.OtherExecute
            );
        await File.WriteAllTextAsync(
            Path.Combine(certificates, "ca.pem"),
            aws.Certificate.ExportCertificatePem(),
            TestContext.Current.CancellationToken
        );

        (string Name, string Value)[] settings =
        [
            (SettingNames.Environment, EnvironmentNames.Test),
            (SettingNames.Region, FakeAws.Region),
            (SettingNames.Table, table.Table),
            .. issuer.Settings,
            // The address 169.254.169.254 belongs to the machine that the tests run on.
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", aws.Metadata),
            ("SSL_CERT_FILE", "/certificates/ca.pem"),
            ("Logging:LogLevel:Default", "Trace"),
            ("Logging:LogLevel:Microsoft.AspNetCore", "Trace"),
        ];
        await using var api = await Container.StartAsync(
            name,
            [
                "--network",
                network.Name,
                .. ImageUnderTest.Hardening,
                "--add-host",
                $"{FakeAws.EndpointName("dynamodb")}:{gateway}",
                "--volume",
                $"{certificates}:/certificates:ro",
                .. settings.SelectMany(setting => new[] { "--env", $"{SettingNames.Variable(setting.Name)}={setting.Value}" }),
            ]
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
