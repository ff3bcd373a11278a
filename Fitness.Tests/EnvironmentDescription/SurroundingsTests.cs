using System.Net;
using System.Text.Json.Nodes;
using Fitness.Api.Features.EnvironmentDescription;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.EnvironmentDescription;

/// <summary>What is described of the process's surroundings: its streams, its name servers and the names that it calls.</summary>
public sealed class SurroundingsTests(SharedEngine engine)
{
    private static readonly string ServiceProgram = Path.Combine(AppContext.BaseDirectory, "Fitness.Api.dll");

    [Fact]
    public async Task Messages_that_the_settings_ask_for_do_not_get_into_the_document()
    {
        ImageUnderTest.SkipInside("The test tells standard output from standard error");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The test sets variables with 'env', which Windows lacks. Elsewhere it runs.");
        var (exitCode, output, error) = await Docker.RunProgramAsync(
            "env",
            $"{SettingNames.Environment}={EnvironmentNames.Development}",
            "Logging__Console__LogLevel__Fitness=Trace",
            "dotnet",
            ServiceProgram,
            ApiProgram.DescribeCommand
        );
        Assert.Equal(0, exitCode);
        Assert.Contains("No tokens are checked", error, StringComparison.Ordinal);
        Assert.Equal("Trace", (string?)JsonNode.Parse(output)!["logging"]!["Logging__Console__LogLevel__Fitness"]!["value"]);
    }

    [Fact]
    public async Task Name_servers_and_hosts_entries_are_described()
    {
        ImageUnderTest.SkipInside("The test gives the process files of its own");
        Platform.RequireLinux("The test mounts files of its own");
        var usual = await DescribeWithFilesAsync(
            "search example.org\nnameserver 192.0.2.53\noptions ndots:2 timeout:1\n",
            "127.0.0.1 localhost\n::1 ip6-localhost\n192.0.2.9 host.docker.internal\n"
        );
        Assert.Equal(
            """{"nameServers":["192.0.2.53"],"search":["example.org"],"options":["ndots:2","timeout:1"],"hosts":{},"otherHosts":null,"names":{"issuer":null,"storage":null}}""",
            usual.ToJsonString()
        );
        var other = await DescribeWithFilesAsync(
            "# Docker's\nnameserver 127.0.0.11\n# ExtServers: [192.0.2.54 host(192.0.2.55)]\n",
            "127.0.0.1 localhost\n10.0.0.7 dynamodb.eu-central-1.amazonaws.com # pinned\n10.0.0.8\tIssuer.example intranet\n"
        );
        Assert.Equal(["127.0.0.11", "192.0.2.54", "host(192.0.2.55)"], other["nameServers"]!.AsArray().Select(server => (string)server!));
        Assert.Equal("""{"dynamodb.eu-central-1.amazonaws.com":"10.0.0.7","issuer.example":"10.0.0.8"}""", other["hosts"]!.ToJsonString());
        Assert.Equal(1, (int)other["otherHosts"]!["count"]!);
    }

    [Fact]
    public async Task A_running_service_says_what_kind_of_address_a_called_name_has()
    {
        // RFC 6761, section 6.4: never an address.
        await using var api = new ApiFixture(engine)
            .With(SettingNames.Authority, "https://issuer.invalid")
            .With(SettingNames.Audience, "fitness");
        await api.InitializeAsync();
        using var client = new HttpClient { BaseAddress = api.Client.BaseAddress };
        var description = JsonNode.Parse(
            await client.GetStringAsync(Routes.EnvironmentDescription, TestContext.Current.CancellationToken)
        )!;
        Assert.Equal("""{"issuer":"no address"}""", description["network"]!["names"]!.ToJsonString());
    }

    [Theory]
    [InlineData("52.94.5.1", "public IPv4")]
    [InlineData("2600:1f18::1", "public IPv6")]
    [InlineData("10.0.0.7", "private IPv4")]
    [InlineData("172.31.255.1", "private IPv4")]
    [InlineData("172.32.0.1", "public IPv4")]
    [InlineData("100.64.0.1", "private IPv4")]
    [InlineData("fd00::1", "private IPv6")]
    [InlineData("::ffff:192.168.1.1", "private IPv4")]
    [InlineData("127.0.0.11", "loopback IPv4")]
    [InlineData("::1", "loopback IPv6")]
    [InlineData("169.254.169.254", "link-local IPv4")]
    [InlineData("fe80::1", "link-local IPv6")]
    public void An_address_is_of_a_kind(string address, string kind) => Assert.Equal(kind, AddressKind.Of(IPAddress.Parse(address)));

    private static async Task<JsonNode> DescribeWithFilesAsync(string resolver, string hosts)
    {
        var folder = Folders.Create();
        await File.WriteAllTextAsync(Path.Combine(folder, "resolv.conf"), resolver, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "hosts"), hosts, TestContext.Current.CancellationToken);
        var script =
            $"mount --bind '{folder}/resolv.conf' /etc/resolv.conf && mount --bind '{folder}/hosts' /etc/hosts && exec env {SettingNames.Environment}={EnvironmentNames.Test} dotnet '{ServiceProgram}' {ApiProgram.DescribeCommand} "
            + $"--{SettingNames.Region}=eu-central-1 --{SettingNames.Table}=fitness-activities --{SettingNames.Authority}=https://issuer.example --{SettingNames.Audience}=fitness";
        var (exitCode, _, refusal) = await Docker.RunProgramAsync("unshare", "--mount", "true");
        Assert.SkipUnless(exitCode == 0, $"The test mounts files of its own, which takes root: {refusal}");
        (exitCode, var output, var error) = await Docker.RunProgramAsync("unshare", "--mount", "sh", "-c", script);
        Assert.True(exitCode == 0, error);
        return JsonNode.Parse(output)!["network"]!;
    }
}
