using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.HandOff;

/// <summary>
/// An image's way from this machine to QA's: pushed to a registry, started on a second machine by the real bootstrap script from the
/// real template, then replaced. Fakes stand in for AWS, and they enforce the role's policy.
/// </summary>
public sealed class HandOffTests(BuiltImage image, SharedEngine engine)
{
    private const string Required = "FITNESS_REQUIRE_HAND_OFF";
    private const string Pool = "eu-central-1_Example";
    private const string LogGroup = "fitness-qa-host-Log";
    private static readonly TimeSpan FirstStart = TimeSpan.FromMinutes(10);
    private readonly List<string> record = [];
    private long since = Stopwatch.GetTimestamp();

    [Fact]
    public async Task What_was_built_here_is_what_QA_runs()
    {
        if (QaHost.Missing() is { } missing)
        {
            if (Environment.GetEnvironmentVariable(Required) == "1")
                Assert.Fail(missing);
            Assert.Skip(missing);
        }
        FitnessCli.RequireAws();
        var built = image.Name;
        // A service in Development creates the table, as the resources stack does in AWS.
        await using var laptop = new ApiFixture(engine).With("RateLimits:User:Requests", "1200");
        await laptop.InitializeAsync();
        _ = laptop.Client;

        await using var registry = await Registry.StartAsync();
        await using var issuer = await TestIssuer.StartAsync(publicUrl: $"https://{FakeAws.EndpointName("cognito-idp")}/{Pool}");
        await using var host = await QaHost.CreateAsync();
        var template = CloudFormationTemplate.Read("docker-host.template.yaml");
        var launch = template.Resources["Launch"]!["Properties"]!["LaunchTemplateData"]!;
        await using var aws = await FakeAws.StartAsync(
            QaHost.Gateway,
            new IPEndPoint(QaHost.Metadata, 80),
            (int)launch["MetadataOptions"]!["HttpPutResponseHopLimit"]!
        );
        RecordStep("lay the network, start the fakes");

        await using var images = new Images();
        var pushed = await PushAsync(registry);
        var first = await DeriveAsync(images, registry, pushed, aws.Certificate, "LABEL version=1");
        var broken = await DeriveAsync(images, registry, pushed, aws.Certificate, "ENV RateLimits__User__Requests=many");
        var second = await DeriveAsync(images, registry, pushed, aws.Certificate, "LABEL version=2");
        RecordStep($"push {built} byte for byte, and three images upon it that trust the fakes' certificate");

        await using var cloudFormation = await FakeCloudFormation.StartAsync();
        cloudFormation.Resources = stack =>
            stack.Name == "fitness-qa"
                ? new()
                {
                    ["ActivitiesTable"] = laptop.Table,
                    ["ActivitiesTable.Arn"] = FakeRegion.Arn("dynamodb", $"table/{laptop.Table}"),
                    ["UserPool.ProviderURL"] = issuer.Url,
                    ["UserPoolClient"] = TestIssuer.Audience,
                }
                : new()
                {
                    ["Log"] = LogGroup,
                    ["Log.Arn"] = $"{FakeRegion.Arn("logs", $"log-group:{LogGroup}")}:*",
                    ["Host"] = FakeAws.InstanceId,
                    ["Address.PublicIp"] = QaHost.Address.Host,
                };
        var agent = await AgentAsync();
        FakeRegion? region = null;
        cloudFormation.Provision = async stack =>
        {
            if (stack.Name == "fitness-qa")
                return;
            region = new FakeRegion(
                aws,
                engine.Endpoint,
                registry,
                issuer,
                new RolePolicy(stack.Template.Resolve(stack.Template.Resources["Role"], stack.Values)!),
                agent
            );
            await host.BootAsync(
                aws.Certificate.ExportCertificatePem(),
                Encoding.UTF8.GetString(Convert.FromBase64String((string)stack.Template.Resolve(launch["UserData"], stack.Values)!))
            );
            var signal = await region.FirstSignal.WaitAsync(FirstStart);
            if (signal != (stack.Id, "Host", FakeAws.InstanceId, "SUCCESS"))
                throw new InvalidOperationException($"The host signals {signal}.");
        };
        var (exitCode, output, error) = await FitnessCli.RunAsync(
            Repository.Root,
            cloudFormation,
            "up",
            "--image",
            first,
            "--clients",
            $"{QaHost.Gateway}/32",
            "--time-to-live",
            "8"
        );
        Assert.True(region is not null, $"No host was made.\n{output}\n{error}");
        await using var services = region;
        await host.TryAsync("cloud-init", "status", "--wait");
        var log = await host.DoAsync("cat", "/var/log/cloud-init-output.log");
        Assert.True(exitCode == 0, $"{output}\n{error}\n{log}\n{string.Join('\n', services.Denied)}\n{string.Join('\n', aws.Refused)}");
        Assert.Contains($"fitness-host: {first} serves.", log, StringComparison.Ordinal);
        RecordStep("fitness up: make the files of a Debian host, boot it, install Docker, pull, start, become healthy, signal");
        var stackId = cloudFormation.Stacks["fitness-qa-host"].Id;

        // Before deploying, it compared the image with this checkout. It says how to compare the running service, which needs a token.
        Assert.Single(output.Split('\n'), line => line == "unexpected 0");
        Assert.Contains($"FITNESS_TOKEN=… deploy/fitness parity {first} http://", output, StringComparison.Ordinal);
        // The fake of DynamoDB is a local engine, which protects and encrypts nothing: parity reports that.
        string[] unprotected = ["deletionProtection of the table", "encryption of the table"];
        Assert.Equal(1, await ParityAsync("deployed-and-host", first, issuer, unprotected));
        Assert.Equal(0, await ParityAsync("laptop-and-host", laptop.Client.BaseAddress!.AbsoluteUri, issuer));
        // The image on the host differs from the built one only in the fakes' certificate authority.
        Assert.Equal(1, await ParityAsync("image-and-host", "image", issuer, ["certificate authorities", .. unprotected]));
        RecordStep("compare the host with this machine's service, and with the image that was built");

        // From outside, like QA.
        using var anonymous = new HttpClient { BaseAddress = QaHost.Address };
        Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync(Routes.Health)).StatusCode);
        foreach (var closed in new[] { "/v1/activities", Routes.EnvironmentDescription })
            Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.GetAsync(closed)).StatusCode);
        using var tester = ClientOf(issuer, "ann");
        Assert.Equal(HttpStatusCode.Created, (await tester.PutAsync("in-qa", Http.Run)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await tester.GetActivityAsync("in-qa")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await tester.GetAsync(Routes.EnvironmentDescription)).StatusCode);
        Assert.Equal((EnvironmentNames.Test, first, "regional"), await DescribeAsync(issuer));
        Assert.NotEmpty(services.Log);
        RecordStep("call it from outside");

        Assert.Contains(
            "OnBootUSec=8h",
            await host.DoAsync("systemctl", "show", "fitness-time-to-live.timer", "--property", "TimersMonotonic"),
            StringComparison.Ordinal
        );
        Assert.Equal("active", await host.DoAsync("systemctl", "is-active", "fitness-time-to-live.timer"));

        // A second run changes nothing and interrupts nothing.
        var container = await ContainerAsync(host);
        using (var watch = new Watch(anonymous))
        {
            await host.DoAsync("fitness-host");
            Assert.Empty(await watch.FailuresAsync());
        }
        Assert.Equal(container, await ContainerAsync(host));
        RecordStep("run the bootstrap again");

        await host.RebootAsync();
        await IsServedAsync(host, first, issuer);
        Assert.Equal(HttpStatusCode.OK, (await tester.GetActivityAsync("in-qa")).StatusCode);
        RecordStep("restart the host, until it serves");

        // An image that does not become healthy never disturbs the running one.
        using var steady = new Watch(anonymous);
        container = await ContainerAsync(host);
        (exitCode, output, error) = await host.TryAsync("fitness-host", "--signal", stackId, "Host", broken);
        Assert.True(exitCode == 1 && output.Contains("Fitness cannot start:", StringComparison.Ordinal), $"{output}\n{error}");
        Assert.Matches("^fitness-host: FAILED at 'trying the image' .* What ran before runs on\\.$", output.Split('\n')[^1]);
        Assert.Equal((stackId, "Host", FakeAws.InstanceId, "FAILURE"), services.Signals.ToArray()[^1]);
        Assert.Equal(container, await ContainerAsync(host));
        Assert.Empty(await steady.FailuresAsync());
        Assert.Equal((EnvironmentNames.Test, first, "regional"), await DescribeAsync(issuer));
        RecordStep("refuse an image that does not become healthy");

        await host.DoAsync("fitness-host", second);
        await IsServedAsync(host, second, issuer);
        Assert.Equal(HttpStatusCode.OK, (await tester.GetActivityAsync("in-qa")).StatusCode);
        RecordStep("replace it with a second version");
        await host.RebootAsync();
        await IsServedAsync(host, second, issuer);
        RecordStep("restart the host, until it serves the second version");

        // The last line on the console says what went wrong.
        await host.DoAsync("sed", "--in-place", "/^FITNESS_TABLE=/d", "/etc/fitness/host");
        (exitCode, output, _) = await host.TryAsync("fitness-host");
        Assert.Equal(1, exitCode);
        Assert.Matches("^fitness-host: FAILED at 'reading the settings' .*FITNESS_TABLE", output.Split('\n')[^1]);

        Assert.Empty(services.Denied);
        Assert.Empty(aws.Refused);
        record.Add($"actions allowed and used: {string.Join(", ", services.Used.Keys.Order(StringComparer.Ordinal))}");
        await File.WriteAllLinesAsync(Repository.PathOf("artifacts", "hand-off", "record.txt"), record);
    }

    /// <summary>Compares with the host, saves the report for people, and expects exactly these differences.</summary>
    private static async Task<int> ParityAsync(string name, string side, TestIssuer issuer, params string[] unexpected)
    {
        var token = TokenOf(issuer, "olga", Roles.Operators);
        string[] arguments = ["parity", side, QaHost.Address.AbsoluteUri];
        var (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, null, [("FITNESS_TOKEN", token)], arguments);
        await File.WriteAllTextAsync(Repository.PathOf("artifacts", "hand-off", $"{name}.txt"), output);
        Assert.True(exitCode < 2, error);
        var report = await FitnessCli.RunAsync(Repository.Root, null, [("FITNESS_TOKEN", token)], [.. arguments, "--json"]);
        Assert.Equal(unexpected, JsonNode.Parse(report.Output)!["unexpected"]!.AsArray().Select(row => (string)row!["name"]!));
        return exitCode;
    }

    private void RecordStep(string what)
    {
        record.Add(FormattableString.Invariant($"{Stopwatch.GetElapsedTime(since).TotalSeconds, 6:0.0} s  {what}"));
        since = Stopwatch.GetTimestamp();
    }

    private async Task<string> PushAsync(Registry registry)
    {
        var (exitCode, output, error) = await Docker.RunProgramAsync(
            Repository.PathOf("deploy", "image", "push"),
            $"{registry.Address.Authority}/fitness"
        );
        Assert.True(exitCode == 0, error);
        Assert.EndsWith($"@{image.Record["digest"]}", output, StringComparison.Ordinal);
        return output.Split('\n')[^1];
    }

    /// <summary>
    /// The pushed image with one more layer: the fakes' certificate, which AWS does not need.
    /// </summary>
    private static async Task<string> DeriveAsync(
        Images images,
        Registry registry,
        string pushed,
        X509Certificate2 certificate,
        string change
    )
    {
        var folder = Folders.Create();
        await File.WriteAllTextAsync(Path.Combine(folder, "ca.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(
            Path.Combine(folder, "Dockerfile"),
            $"FROM {pushed}\nCOPY ca.pem /etc/ssl/certs/ca-certificates.crt\n{change}\n"
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(folder, "ca.pem"), (UnixFileMode)0b110_100_100);
        var tag = $"{registry.Address.Authority}/fitness:{Guid.NewGuid():N}";
        // Kept until the end: the comparison before the deployment needs it.
        images.Names.AddRange([tag, pushed]);
        await Docker.RunAsync("build", "--quiet", "--tag", tag, folder);
        await Docker.RunAsync("push", "--quiet", tag);
        var reference = (await Docker.RunAsync("image", "inspect", "--format", "{{join .RepoDigests \"\\n\"}}", tag))
            .Split('\n')
            .Single(name => name.StartsWith(registry.Address.Authority, StringComparison.Ordinal));
        return $"{FakeRegion.RegistryName}/fitness@{ImageReference.DigestOf(reference)}";
    }

    /// <summary>A fake of the Session Manager agent's package, which comes from an Amazon bucket.</summary>
    private static async Task<string> AgentAsync()
    {
        var folder = Folders.Create();
        Directory.CreateDirectory(Path.Combine(folder, "root", "DEBIAN"));
        Directory.CreateDirectory(Path.Combine(folder, "root", "lib", "systemd", "system"));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "root", "DEBIAN", "control"),
            "Package: amazon-ssm-agent\nVersion: 1\nArchitecture: amd64\nMaintainer: nobody <nobody@example.com>\nDescription: stand-in\n"
        );
        await File.WriteAllTextAsync(
            Path.Combine(folder, "root", "lib", "systemd", "system", "amazon-ssm-agent.service"),
            "[Service]\nExecStart=sleep infinity\n[Install]\nWantedBy=multi-user.target\n"
        );
        var package = Path.Combine(folder, "agent.deb");
        var (exitCode, _, error) = await Docker.RunProgramAsync(
            "dpkg-deb",
            "--build",
            "--root-owner-group",
            Path.Combine(folder, "root"),
            package
        );
        Assert.True(exitCode == 0, error);
        return package;
    }

    private static async Task<string> ContainerAsync(QaHost host) => await host.DoAsync("docker", "ps", "--no-trunc", "--quiet");

    /// <summary>A token like Cognito's access tokens: the client's id stands in for the audience.</summary>
    private static string TokenOf(TestIssuer issuer, string user, params string[] groups) => issuer.Token(user, descriptor =>
        {
            descriptor.Audience = null;
            descriptor.Claims["token_use"] = "access";
            descriptor.Claims["client_id"] = TestIssuer.Audience;
            descriptor.Expires = descriptor.Expires!.Value.AddHours(1);
            if (groups.Length > 0)
                descriptor.Claims["cognito:groups"] = groups;
        });

    private static HttpClient ClientOf(TestIssuer issuer, string user, params string[] groups)
    {
        var client = new HttpClient { BaseAddress = QaHost.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf(issuer, user, groups));
        return client;
    }

    private static async Task<(string?, string?, string?)> DescribeAsync(TestIssuer issuer)
    {
        using var operators = ClientOf(issuer, "olga", Roles.Operators);
        var description = JsonNode.Parse(await operators.GetStringAsync(Routes.EnvironmentDescription))!;
        return (
            (string?)description["environment"],
            (string?)description["build"]!["image"]!["reference"],
            (string?)description["storage"]!["endpoint"]
        );
    }

    private static async Task IsServedAsync(QaHost host, string reference, TestIssuer issuer)
    {
        var last = "";
        await Eventually.WaitForAsync(
            async () =>
            {
                try
                {
                    last = (await DescribeAsync(issuer)).ToString();
                    return last.Contains(reference, StringComparison.Ordinal);
                }
                catch (HttpRequestException exception)
                {
                    last = exception.Message;
                    return false;
                }
            },
            () => $"{last}\n{host.Console}"
        );
    }

    /// <summary>Checks the health again and again.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly Task<List<string>> watching;

        public Watch(HttpClient client) => watching = WatchAsync(client);

        public async Task<List<string>> FailuresAsync()
        {
            await stop.CancelAsync();
            return await watching;
        }

        public void Dispose() => stop.Dispose();

        private async Task<List<string>> WatchAsync(HttpClient client)
        {
            var failures = new List<string>();
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    using var response = await client.GetAsync(Routes.Health, CancellationToken.None);
                    if (!response.IsSuccessStatusCode)
                        failures.Add($"{response.StatusCode}");
                }
                catch (HttpRequestException exception)
                {
                    failures.Add(exception.Message);
                }
                await timer.WaitForNextTickAsync(CancellationToken.None);
            }
            return failures;
        }
    }
}
