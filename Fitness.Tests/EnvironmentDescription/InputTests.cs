using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.EnvironmentDescription;

/// <summary>What the libraries below the service read beside the settings.</summary>
public sealed class InputTests
{
    private const string Key = "a-key-of-the-hashes";
    private static readonly string ServiceProgram = Path.Combine(AppContext.BaseDirectory, "Fitness.Api.dll");

    [Theory]
    [InlineData("SSL_CERT_FILE", "/tmp/authorities.pem")]
    [InlineData("OPENSSL_CONF", "/tmp/openssl.cnf")]
    [InlineData("DOTNET_SYSTEM_NET_DISABLEIPV6", "1")]
    [InlineData("DOTNET_SYSTEM_NET_HTTP_SOCKETSHTTPHANDLER_HTTP2SUPPORT", "0")]
    [InlineData("DOTNET_GCHeapHardLimit", "20000000")]
    [InlineData("DOTNET_gcServer", "1")]
    [InlineData("DOTNET_TieredCompilation", "0")]
    [InlineData("COMPlus_GCHeapHardLimit", "20000000")]
    [InlineData("RES_OPTIONS", "timeout:1")]
    [InlineData("LOCALDOMAIN", "example.org")]
    [InlineData("GLIBC_TUNABLES", "glibc.malloc.arena_max=1")]
    [InlineData("MALLOC_ARENA_MAX", "1")]
    [InlineData("LC_ALL", "C")]
    [InlineData("NO_PROXY", "issuer.example")]
    [InlineData("RUST_LOG", "debug")]
    [InlineData("FORWARDEDHEADERS_ENABLED", "true")]
    public async Task A_variable_that_a_library_reads_is_described(string name, string value)
    {
        var description = await DescribeAsync((name, value));
        Assert.Equal((value, null), ((string?)description["inputs"]!["variables"]![name]!["value"], description["inputs"]!["variables"]![name]!["secret"]));
    }

    [Theory]
    [InlineData("HTTPS_PROXY", "http://ann:secret-of-ann@proxy.example:3128")]
    [InlineData("http_proxy", "http://proxy.example/secret-of-ann")]
    [InlineData("DOTNET_Authentication__Schemes__Bearer__SigningKeys__0__Value", "secret-of-ann")]
    public async Task A_variable_that_can_carry_credentials_is_told_as_secrets_are(string name, string value)
    {
        var without = await DescribeAsync((name, value));
        Assert.DoesNotContain("secret-of-ann", without.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("proxy.example", without.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal((null, true, null), SecretOf(without));
        var one = SecretOf(await DescribeAsync((name, value), (SettingNames.Variable(SettingNames.ParityKey), Key)));
        var other = SecretOf(await DescribeAsync((name, $"{value}2"), (SettingNames.Variable(SettingNames.ParityKey), Key)));
        Assert.Matches("^[0-9a-f]{32}$", one.Hash!);
        Assert.NotEqual(one.Hash, other.Hash);

        (string? Value, bool Present, string? Hash) SecretOf(JsonNode description)
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
        var other = (await DescribeAsync(("Logging__LogLevel__Default", "Debug"), ("Logging__Console__FormatterName", "json"), ("Logging__Console__FormatterOptions__TimestampFormat", "HH")))["logging"]!;
        Assert.Equal(("Debug", "json"), ((string?)other["Logging__LogLevel__Default"]!["value"], (string?)other["Logging__Console__FormatterName"]!["value"]));
        Assert.True((bool)other["Logging__Console__FormatterOptions__TimestampFormat"]!["secret"]!["present"]!);
    }

    [Fact]
    public async Task Messages_that_the_settings_ask_for_do_not_get_into_the_document()
    {
        ImageUnderTest.SkipInside("The test tells standard output from standard error");
        var (exitCode, output, error) = await Docker.RunProgramAsync("env", $"{SettingNames.Environment}={EnvironmentNames.Development}", "Logging__Console__LogLevel__Fitness=Trace", "dotnet", ServiceProgram, ApiProgram.DescribeCommand);
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
            "127.0.0.1 localhost\n::1 ip6-localhost\n192.0.2.9 host.docker.internal\n");
        Assert.Equal("""{"nameServers":["192.0.2.53"],"search":["example.org"],"options":["ndots:2","timeout:1"],"hosts":{},"otherHosts":null,"names":{"issuer":null,"storage":null}}""", usual.ToJsonString());
        var other = await DescribeWithFilesAsync(
            "# Docker's\nnameserver 127.0.0.11\n# ExtServers: [192.0.2.54 host(192.0.2.55)]\n",
            "127.0.0.1 localhost\n10.0.0.7 dynamodb.eu-central-1.amazonaws.com # pinned\n10.0.0.8\tIssuer.example intranet\n");
        Assert.Equal(["127.0.0.11", "192.0.2.54", "host(192.0.2.55)"], other["nameServers"]!.AsArray().Select(server => (string)server!));
        Assert.Equal("""{"dynamodb.eu-central-1.amazonaws.com":"10.0.0.7","issuer.example":"10.0.0.8"}""", other["hosts"]!.ToJsonString());
        Assert.Equal(1, (int)other["otherHosts"]!["count"]!);
    }

    private static async Task<JsonNode> DescribeWithFilesAsync(string resolver, string hosts)
    {
        var folder = Folders.Create();
        await File.WriteAllTextAsync(Path.Combine(folder, "resolv.conf"), resolver, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "hosts"), hosts, TestContext.Current.CancellationToken);
        var script = $"mount --bind '{folder}/resolv.conf' /etc/resolv.conf && mount --bind '{folder}/hosts' /etc/hosts && exec env {SettingNames.Environment}={EnvironmentNames.Test} dotnet '{ServiceProgram}' {ApiProgram.DescribeCommand} " +
            $"--{SettingNames.Region}=eu-central-1 --{SettingNames.Table}=t --{SettingNames.Authority}=https://issuer.example --{SettingNames.Audience}=fitness";
        var (exitCode, _, refusal) = await Docker.RunProgramAsync("unshare", "--mount", "true");
        Assert.SkipUnless(exitCode == 0, $"The test mounts files of its own, which takes root: {refusal}");
        (exitCode, var output, var error) = await Docker.RunProgramAsync("unshare", "--mount", "sh", "-c", script);
        Assert.True(exitCode == 0, error);
        return JsonNode.Parse(output)!["network"]!;
    }

    private static async Task<JsonNode> DescribeAsync(params (string, string)[] variables) => JsonNode.Parse((await ApiProcess.RunAsync(EnvironmentNames.Development, [ApiProgram.DescribeCommand], variables)).Output)!;
}
