using System.Text.Json.Nodes;
using Fitness.Tests.Startup;

namespace Fitness.Tests.EnvironmentDescription;

/// <summary>What the libraries below the service read beside the settings.</summary>
[Collection(Alone.Name)]
public sealed class InputTests
{
    private const string Key = "a-key-of-the-hashes";

    [Fact]
    public async Task A_variable_that_a_library_reads_is_described()
    {
        (string Name, string Value)[] planted =
        [
            ("SSL_CERT_FILE", "/nowhere/authorities.pem"),
            ("OPENSSL_CONF", "/nowhere/openssl.cnf"),
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

    private static async Task<JsonNode> DescribeAsync(params (string, string)[] variables) =>
        JsonNode.Parse((await ApiRun.RunAsync(EnvironmentNames.Development, [ApiProgram.DescribeCommand], variables)).Output)!;
}
