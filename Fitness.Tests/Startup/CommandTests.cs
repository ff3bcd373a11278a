using System.Text.Json.Nodes;

namespace Fitness.Tests.Startup;

/// <summary>What the program can do instead of serving.</summary>
[Collection(Alone.Name)]
public sealed class CommandTests
{
    [Fact]
    public async Task Describe_tells_of_credentials_only_that_they_are_there()
    {
        var (exitCode, output) = await ApiRun.RunAsync(
            EnvironmentNames.Development,
            ["describe"],
            (SettingNames.SecretKey, "a-secret-of-aws"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "x-key=another-secret")
        );
        Assert.Equal(0, exitCode);
        Assert.DoesNotMatch("a-secret-of-aws|another-secret", output);
        foreach (var name in new[] { SettingNames.SecretKey, "OTEL_EXPORTER_OTLP_HEADERS" })
            Assert.True((bool)JsonNode.Parse(output)!["settings"]![name]!["secret"]!["present"]!);
    }

    [Fact]
    public async Task Describe_refuses_what_the_service_refuses()
    {
        var (exitCode, output) = await ApiRun.CommandAsync("describe", "--RateLimits:User:Requests=0");
        Assert.Equal(
            (1, "Fitness cannot start: RateLimits__User__Requests is '0'; use a number from 1 to 2147483647."),
            (exitCode, output)
        );
    }

    [Fact]
    public async Task Help_names_every_command_and_exit_code()
    {
        var (exitCode, output) = await ApiRun.CommandAsync("--help");
        Assert.Equal(0, exitCode);
        foreach (var name in new[] { "serve", "healthcheck", "describe", "settings", "--version", "--help", "Exit codes: 0 " })
            Assert.Contains(name, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("--verson")]
    [InlineData("serve", "fast")]
    [InlineData("describe", "--json")]
    [InlineData("settings", "fast")]
    [InlineData("-urls")]
    public async Task An_unknown_command_is_2_with_one_line(params string[] arguments)
    {
        var (exitCode, output) = await ApiRun.CommandAsync(arguments);
        Assert.Equal(
            (2, $"Fitness.Api has no command '{string.Join(' ', arguments)}'; --help lists those that it has."),
            (exitCode, output)
        );
    }

    [Theory]
    [InlineData("serve", "--help")]
    [InlineData("describe", "--AWS_REGION", "eu-central-1", "--help")]
    [InlineData("healthcheck", "--help")]
    [InlineData("-h")]
    public async Task Help_is_there_for_every_command(params string[] arguments)
    {
        var (exitCode, output) = await ApiRun.CommandAsync(arguments);
        Assert.Equal(0, exitCode);
        Assert.Contains("Exit codes: 0 ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--urls has no value; write --urls VALUE", "--urls")]
    [InlineData("--urls has no value; write --urls VALUE", "serve", "--urls", "--environment", "Test")]
    [InlineData("/environment has no value; write /environment VALUE", "describe", "/environment")]
    [InlineData("--=1 names no setting; write --NAME=VALUE", "--=1")]
    [InlineData("-- names no setting; write --NAME=VALUE", "--", "--urls", "x")]
    [InlineData("=1 names no setting; write --NAME=VALUE", "serve", "=1")]
    [InlineData("/ names no setting; write --NAME=VALUE", "/", "x")]
    public async Task An_argument_that_is_not_complete_is_2_with_one_line(string expected, params string[] arguments)
    {
        var (exitCode, output) = await ApiRun.CommandAsync(arguments);
        var name = expected.Split(' ')[0];
        Assert.Equal((2, $"The argument '{name}'{expected[name.Length..]}."), (exitCode, output));
    }

    [Fact]
    public async Task What_follows_a_setting_is_not_repeated_because_it_may_be_part_of_a_secret()
    {
        var (exitCode, output) = await ApiRun.CommandAsync("serve", "--Parity:Key=", "a-secret-of-parity");
        Assert.Equal(
            (2, "The argument after '--Parity:Key' and its value is no setting; write --NAME=VALUE, and quote a value with spaces."),
            (exitCode, output)
        );
    }

    [Theory]
    [InlineData("--environment", "Production", "--environment", "Development")]
    [InlineData("--environment=Production", "ASPNETCORE_ENVIRONMENT=Development")]
    public async Task Two_values_for_one_setting_are_refused(params string[] arguments)
    {
        var (exitCode, output) = await ApiRun.CommandAsync(arguments);
        Assert.Equal((2, "The argument '--environment' is given with different values; give it once."), (exitCode, output));
    }

    [Theory]
    [InlineData("serve", "--AWS_REGION=eu-central-1")]
    [InlineData("--AWS_REGION=eu-central-1")]
    [InlineData("--AWS_REGION", "eu-central-1", "--urls", "http://localhost:5000")]
    [InlineData("/AWS_REGION", "eu-central-1")]
    [InlineData("serve", "/AWS_REGION=eu-central-1")]
    [InlineData("describe", "AWS_REGION=eu-central-1")]
    public async Task Settings_can_be_arguments(params string[] arguments)
    {
        var (exitCode, output) = await ApiRun.RunAsync(EnvironmentNames.Test, arguments);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("Fitness cannot start: Test needs the settings AWS__Resources", output, StringComparison.Ordinal);
    }
}
