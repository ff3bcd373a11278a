using System.Net;
using System.Text.Json.Nodes;
using Fitness.Api.Features.EnvironmentDescription;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.EnvironmentDescription;

/// <summary>What the libraries below the service read beside the settings.</summary>
public sealed class InputTests(SharedEngine engine)
{
    private const string Key = "a-key-of-the-hashes";
    private static readonly string ServiceProgram = Path.Combine(AppContext.BaseDirectory, "Fitness.Api.dll");

    [Fact]
    public async Task A_variable_that_a_library_reads_is_described()
    {
        (string Name, string Value)[] planted =
        [
            ("SSL_CERT_FILE", "/tmp/authorities.pem"),
            ("OPENSSL_CONF", "/tmp/openssl.cnf"),
            ("DOTNET_SYSTEM_NET_DISABLEIPV6", "1"),
            ("DOTNET_SYSTEM_NET_HTTP_SOCKETSHTTPHANDLER_HTTP2SUPPORT", "0"),
            ("DOTNET_GCHeapHardLimit", "20000000"),
            ("DOTNET_gcServer", "0"),
            ("DOTNET_TieredPGO", "0"),
            ("COMPlus_GCHeapCount", "2"),
            ("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0"),
            ("RES_OPTIONS", "timeout:1"),
            ("LOCALDOMAIN", "example.org"),
            ("GLIBC_TUNABLES", "glibc.malloc.arena_max=1"),
            ("MALLOC_ARENA_MAX", "1"),
            ("LC_ALL", "C"),
            ("NO_PROXY", "issuer.example"),
            ("RUST_LOG", "debug"),
            ("FORWARDEDHEADERS_ENABLED", "true"),
        ];
        var variables = (await DescribeAsync(planted))["inputs"]!["variables"]!;
        Assert.Equal(planted, planted.Select(variable => (variable.Name, (string?)variables[variable.Name]?["value"] ?? "not described")));
    }

    [Fact]
    public async Task A_variable_that_can_carry_credentials_is_told_as_secrets_are()
    {
        (string Name, string Value)[] planted =
        [
            ("HTTPS_PROXY", "http://ann:secret-of-ann@proxy.example:3128"),
            ("http_proxy", "http://proxy.example/secret-of-ann"),
            ("ALL_PROXY", "proxy.example"),
            ("DOTNET_UNFORESEEN", "secret-of-ann"),
        ];
        var key = (SettingNames.Variable(SettingNames.ParityKey), Key);
        var without = await DescribeAsync(planted);
        Assert.DoesNotContain("secret-of-ann", without.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("proxy.example", without.ToJsonString(), StringComparison.Ordinal);
        var one = await DescribeAsync([.. planted, key]);
        var other = await DescribeAsync([.. planted.Select(variable => (variable.Name, $"{variable.Value}2")), key]);
        foreach (var (name, _) in planted)
        {
            Assert.Equal((null, true, null), SecretOf(without, name));
            Assert.Matches("^[0-9a-f]{32}$", SecretOf(one, name).Hash!);
            Assert.NotEqual(SecretOf(one, name).Hash, SecretOf(other, name).Hash);
        }

        static (string? Value, bool Present, string? Hash) SecretOf(JsonNode description, string name)
        {
            var input = description["inputs"]!["variables"]![name]!;
            return ((string?)input["value"], (bool)input["secret"]!["present"]!, (string?)input["secret"]!["hash"]);
        }
    }

    [Fact]
    public async Task What_nobody_below_reads_is_not_described()
    {
        var description = await DescribeAsync(("MY_PASSWORD", "secret-of-ann"), ("SHELL", "/bin/secret-of-ann"));
        Assert.DoesNotContain("secret-of-ann", description.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_levels_are_described_and_the_commands_own_silence_is_not()
    {
        var usual = (await DescribeAsync())["logging"]!.AsObject();
        Assert.Equal("Warning", (string?)usual["Logging__LogLevel__Microsoft.AspNetCore"]!["value"]);
        Assert.DoesNotContain(usual, setting => (string?)setting.Value!["value"] == "None");
        var other = (
            await DescribeAsync(
                ("Logging__LogLevel__Default", "Debug"),
                ("Logging__Console__FormatterName", "simple"),
                ("Logging__Console__FormatterOptions__TimestampFormat", "HH")
            )
        )["logging"]!;
        Assert.Equal(
            ("Debug", "simple"),
            ((string?)other["Logging__LogLevel__Default"]!["value"], (string?)other["Logging__Console__FormatterName"]!["value"])
        );
        Assert.True((bool)other["Logging__Console__FormatterOptions__TimestampFormat"]!["secret"]!["present"]!);
    }

    [Fact]
    public async Task Messages_that_the_settings_ask_for_do_not_get_into_the_document()
    {
        ImageUnderTest.SkipInside("The test tells standard output from standard error");
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

    private static async Task<JsonNode> DescribeAsync(params (string, string)[] variables) =>
        JsonNode.Parse((await ApiProcess.RunAsync(EnvironmentNames.Development, [ApiProgram.DescribeCommand], variables)).Output)!;
}
