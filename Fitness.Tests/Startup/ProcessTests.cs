using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Startup;

/// <summary>The program as a process: its exit codes and its one line. What it says to each wrong setting is tested in this process.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task An_address_in_use_is_one_line()
    {
        await using var first = await ApiProcess.StartAsync(("Engine__DataPath", Folders.Create()), ("Engine__InMemory", "true"));
        var (exitCode, output) = await ApiProcess.RunAsync(
            "Development",
            ("Engine__DataPath", Folders.Create()),
            ("Engine__InMemory", "true"),
            ("ASPNETCORE_URLS", first.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)),
            ("Logging__LogLevel__Default", "None")
        );
        Assert.Equal(1, exitCode);
        Assert.StartsWith("Fitness cannot start: Failed to bind to address", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', output);
    }

    [Fact]
    public async Task Starting_it_twice_says_what_both_have_in_common()
    {
        var folder = Folders.Create();
        await using var first = await ApiProcess.StartAsync(("Engine__DataPath", folder));
        var (exitCode, output) = await ApiProcess.RunAsync(
            EnvironmentNames.Development,
            ("Engine__DataPath", folder),
            ("ASPNETCORE_URLS", first.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)),
            ("Logging__LogLevel__Default", "None")
        );
        Assert.Equal(1, exitCode);
        Assert.StartsWith(
            $"Fitness cannot start: The data folder {folder} is in use by another Fitness. Stop that one, or set Engine__DataPath",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains(" Failed to bind to address", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', output);
    }

    [Fact]
    public async Task An_unknown_environment_is_refused()
    {
        var (exitCode, output) = await ApiProcess.RunAsync("Staging");
        Assert.Equal(
            (1, "Fitness cannot start: ASPNETCORE_ENVIRONMENT is 'Staging'; use Development, Test or Production."),
            (exitCode, output)
        );
    }

    [Fact]
    public async Task An_argument_with_underscores_means_the_same_as_with_a_colon()
    {
        ImageUnderTest.SkipInside("The test looks into the data folder");
        ApiProcess.RequireEngine();
        var folder = Path.Combine(Folders.Create(), "data");
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        // The engine starts in its folder before the server finds its address in use.
        var (exitCode, output) = await ApiProcess.CommandAsync($"--Engine__DataPath={folder}", $"--urls=http://{taken.LocalEndpoint}");
        Assert.True(exitCode == 1 && output.Contains("Failed to bind", StringComparison.Ordinal), output);
        Assert.True(File.Exists(Path.Combine(folder, "fitness.db")), output);
    }

    /// <summary>The host reads this one itself, before the settings are checked.</summary>
    [Fact]
    public async Task What_nobody_foresaw_is_one_line_too()
    {
        var (exitCode, output) = await ApiProcess.RunAsync(
            EnvironmentNames.Development,
            ("DOTNET_hostBuilder__reloadConfigOnChange", "maybe")
        );
        Assert.Equal(1, exitCode);
        Assert.Matches("^Fitness cannot start: [^\n]*hostBuilder:reloadConfigOnChange[^\n]*$", output);
    }

    [Fact]
    public async Task Describe_prints_the_environment_and_starts_nothing()
    {
        ApiProcess.RequireEngine();
        var (exitCode, output) = await ApiProcess.CommandAsync("describe", "--RateLimits:User:Requests=7");
        Assert.Equal(0, exitCode);
        var description = JsonNode.Parse(output)!;
        Assert.Equal(
            (
                File.ReadAllLines(Repository.PathOf("Directory.Build.props"))
                    .Single(line => line.Contains("<VersionPrefix>", StringComparison.Ordinal))
                    .Trim()
                    .Split('<', '>')[2],
                ImageUnderTest.Name is null ? "jit" : "aot",
                RuntimeInformation.RuntimeIdentifier
            ),
            (
                (string?)description["build"]!["version"],
                (string?)description["build"]!["compiler"],
                (string?)description["build"]!["runtimeIdentifier"]
            )
        );
        Assert.StartsWith(".NET 10.", (string?)description["software"]!["runtime"], StringComparison.Ordinal);
        // Its maker's names for the same operating systems are those of Node.js.
        var system =
            OperatingSystem.IsWindows() ? "win32"
            : OperatingSystem.IsMacOS() ? "darwin"
            : "linux";
        Assert.StartsWith($"@dynoxide/{system}-", (string?)description["software"]!["engine"]?["name"], StringComparison.Ordinal);
        Assert.Equal(("environment variable", "Development"), SettingOf(description, SettingNames.Environment));
        Assert.Equal(("command line", "7"), SettingOf(description, "RateLimits__User__Requests"));
        Assert.Equal(("default", "60"), SettingOf(description, "RateLimits__User__WindowSeconds"));
        Assert.Null(description["storage"]!["found"]);

        static (string?, string?) SettingOf(JsonNode description, string name) =>
            ((string?)description["settings"]![name]!["source"], (string?)description["settings"]![name]!["value"]);
    }

    [Fact]
    public async Task Version_is_version_and_commit()
    {
        var (exitCode, output) = await ApiProcess.CommandAsync("--version");
        Assert.Equal(0, exitCode);
        Assert.Matches(@"^\d+\.\d+(\+[0-9a-f]{40}(-dirty)?)?$", output);
    }

    /// <summary>With the variables that 'dotnet run' sets of the profile.</summary>
    [Fact]
    public async Task The_launch_profile_is_Development_unless_the_user_chooses()
    {
        ImageUnderTest.SkipInside("An image has no launch profile");
        using var settings = JsonDocument.Parse(
            await File.ReadAllTextAsync(
                Repository.PathOf("Fitness.Api", "Properties", "launchSettings.json"),
                TestContext.Current.CancellationToken
            )
        );
        (string, string)[] profile =
        [
            .. settings
                .RootElement.GetProperty("profiles")
                .GetProperty("Fitness.Api")
                .GetProperty("environmentVariables")
                .EnumerateObject()
                .Select(variable => (variable.Name, variable.Value.GetString()!)),
        ];
        var (exitCode, output) = await ApiProcess.RunAsync("", ["--environment", "Test"], profile);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("Fitness cannot start: Test needs the settings ", output, StringComparison.Ordinal);
        (exitCode, output) = await ApiProcess.RunAsync(
            "",
            ["--AWS_ENDPOINT_URL_DYNAMODB", "https://dynamodb.eu-central-1.amazonaws.com"],
            profile
        );
        Assert.Contains("Development talks to a local engine only", output, StringComparison.Ordinal);
        (exitCode, output) = await ApiProcess.RunAsync(EnvironmentNames.Production, ["--environment", "Test"], profile);
        Assert.Contains("but ASPNETCORE_ENVIRONMENT is 'Production'.", output, StringComparison.Ordinal);
    }
}
