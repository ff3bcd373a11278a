using CliWrap;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Clients;

/// <summary>What an app in TypeScript does, with the types that openapi-typescript makes of the contract, and openapi-fetch.</summary>
public sealed class TypeScriptTests(UsersFixture api, SharedEngine engine) : IClassFixture<UsersFixture>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private static readonly string Folder = Repository.PathOf("artifacts", "typescript-client");

    [Fact]
    public async Task The_client_compiles_strictly_and_does_all_that_an_app_does()
    {
        await SkipWithoutNodeAsync();
        // Two services, and a user who has nothing yet.
        var user = api.NewUser();
        await using var limited = new ApiFixture(engine).With("RateLimits:User:Requests", "1").With("RateLimits:User:WindowSeconds", "2");
        await limited.InitializeAsync();

        Directory.CreateDirectory(Folder);
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("Fitness.Tests", "Clients", "typescript")))
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)), overwrite: true);
        await NpmAsync("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
        await NpmAsync("run", "--silent", "generate", "--", Repository.PathOf("Fitness.Tests", "OpenApi", "openapi.v1.json"));
        await NpmAsync("run", "--silent", "compile");
        await RunAsync(
            NpmCommand("test", "--silent")
                .WithEnvironmentVariables(
                    new Dictionary<string, string?>(StringComparer.Ordinal)
                    {
                        ["FITNESS_ADDRESS"] = Origin(user),
                        ["FITNESS_TOKEN"] = user.DefaultRequestHeaders.Authorization!.Parameter,
                        ["FITNESS_LIMITED_ADDRESS"] = Origin(limited.Client),
                        ["FITNESS_RECORDINGS"] = Repository.PathOf("Fitness.Tests", "Import", "Files"),
                    }
                )
        );

        static string Origin(HttpClient client) => client.BaseAddress!.GetLeftPart(UriPartial.Authority);
    }

    private static async Task SkipWithoutNodeAsync()
    {
        const string Remedy = "Install Node.js 20 or newer, with npm.";
        Assert.SkipUnless(Docker.IsOnPath("node") && Docker.IsOnPath("npm"), $"There is no Node.js with npm. {Remedy}");
        var (exitCode, version, _) = await Docker.RunProgramAsync("node", "--version");
        Assert.SkipUnless(
            exitCode == 0 && Version.TryParse(version.TrimStart('v'), out var found) && found.Major >= 20,
            $"Node.js is too old: {version}. {Remedy}"
        );
    }

    // On Windows npm is a script.
    private static Command NpmCommand(params string[] arguments) =>
        new Command(OperatingSystem.IsWindows() ? "npm.cmd" : "npm").WithArguments(arguments).WithWorkingDirectory(Folder);

    private static Task NpmAsync(params string[] arguments) => RunAsync(NpmCommand(arguments));

    private static async Task RunAsync(Command command)
    {
        var (exitCode, output, error) = await Docker.RunProgramAsync(command, Timeout);
        TestContext.Current.TestOutputHelper?.WriteLine(output);
        Assert.True(exitCode == 0, $"{command} ended with exit code {exitCode}: {output}\n{error}");
    }
}
