using System.Text.Json;
using System.Xml.Linq;
using Fitness.Api.Features.Samples;
using Fitness.Api.Settings;
using Fitness.Api.Storage.Engine;
using Fitness.Api.Web.RateLimiting;
using Fitness.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Fitness.Tests.Layout;

/// <summary>The rules between the projects.</summary>
public sealed class ProjectTests
{
    private const string Actions = "github-actions";
    private const string Workflows = ".github/workflows/";

    private static readonly string[] Projects =
    [
        .. Directory
            .EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("artifacts/", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Aspire_is_referenced_by_the_AppHost_and_its_tests_only() =>
        Assert.All(
            Projects.Where(path => File.ReadAllText(Repository.PathOf(path)).Contains("\"Aspire.", StringComparison.Ordinal)),
            path => Assert.Matches("^Fitness(\\.Tests/|\\.)AppHost/", path)
        );

    [Fact]
    public void The_solution_has_every_project()
    {
        var solution = File.ReadAllText(Repository.PathOf("Fitness.sln"));
        Assert.All(Projects, path => Assert.Contains($"\"{path.Replace('/', '\\')}\"", solution, StringComparison.Ordinal));
    }

    [Fact]
    public void Parity_is_a_library_and_the_command_line_is_started_but_not_referenced()
    {
        var references = Projects
            .SelectMany(path => XDocument.Load(Repository.PathOf(path)).Descendants("ProjectReference"))
            .Select(reference =>
                (Projects: (string)reference.Attribute("Include")!, Built: (string?)reference.Attribute("ReferenceOutputAssembly"))
            )
            .ToList();
        Assert.All(references.Where(reference => reference.Projects.Contains("Fitness.Cli.csproj", StringComparison.Ordinal)), reference =>
            Assert.Equal("false", reference.Built)
        );
        Assert.Empty(XDocument.Load(Repository.PathOf("deploy", "parity", "Fitness.Parity.csproj")).Descendants("OutputType"));
        var library = references.Count(reference => reference.Projects.Contains("Fitness.Parity.csproj", StringComparison.Ordinal));
        Assert.True(library >= 3, $"The command line, the AppHost and the tests call it, not {library}.");
    }

    [Fact]
    public void Aspires_packages_have_one_version_and_the_SDK_one_that_goes_with_it()
    {
        var sdk = Assert.Single(
            Projects
                .Select(path => (string?)XDocument.Load(Repository.PathOf(path)).Root!.Attribute("Sdk"))
                .Where(sdk => sdk!.StartsWith("Aspire.", StringComparison.Ordinal))
                .Distinct()
        )!;
        var versions = XDocument
            .Load(Repository.PathOf("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .ToDictionary(package => (string)package.Attribute("Include")!, package => (string)package.Attribute("Version")!);
        // The SDK brings the build targets; the packages may get a patch release before the SDK does.
        Assert.Equal(Version.Parse(versions["Aspire.Hosting.AppHost"]).ToString(2), Version.Parse(sdk.Split('/')[1]).ToString(2));
        using var tools = JsonDocument.Parse(File.ReadAllText(Repository.PathOf(".config", "dotnet-tools.json")));
        Assert.Equal(
            versions["Aspire.Hosting.AppHost"],
            tools.RootElement.GetProperty("tools").GetProperty("aspire.cli").GetProperty("version").GetString()
        );
        Assert.Equal(versions["Aspire.Hosting.AppHost"], versions["Aspire.Hosting.Docker"]);
        Assert.Equal(versions["Aspire.Hosting.AppHost"], versions["Aspire.Hosting.Testing"]);
    }

    [Fact]
    public void Dependabot_reads_every_file_that_pins_something()
    {
        var updates = new YamlStream();
        using (var reader = File.OpenText(Repository.PathOf(".github", "dependabot.yml")))
            updates.Load(reader);
        var read = ((YamlSequenceNode)updates.Documents[0].RootNode["updates"])
            .SelectMany(update => ((YamlSequenceNode)update["directories"]).Select(folder => $"{update["package-ecosystem"]} {folder}"))
            .Order(StringComparer.Ordinal);
        var pinned = Directory
            .EnumerateFiles(
                Repository.Root,
                "*",
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }
            )
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path =>
                !path.StartsWith("artifacts/", StringComparison.Ordinal)
                && !path.StartsWith(".git/", StringComparison.Ordinal)
                && !path.Contains("node_modules/", StringComparison.Ordinal)
            )
            // For the workflows' folder, Dependabot reads the root.
            .Select(path =>
                (
                    Folder: path.StartsWith(Workflows, StringComparison.Ordinal)
                        ? "/"
                        : $"/{Path.GetDirectoryName(path)!.Replace('\\', '/')}",
                    Ecosystem: EcosystemOf(path)
                )
            )
            .Where(file => file.Ecosystem is not null)
            .Select(file => $"{file.Ecosystem} {file.Folder}")
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        Assert.Equal(pinned, read);

        static string? EcosystemOf(string path) =>
            Path.GetFileName(path) switch
            {
                "package.json" => "npm",
                "Dockerfile" => "docker",
                "global.json" => "dotnet-sdk",
                "Directory.Packages.props" => "nuget",
                _ => path.StartsWith(Workflows, StringComparison.Ordinal) || Path.GetFileName(path) == "action.yml" ? Actions : null,
            };
    }

    [Fact]
    public void The_API_alone_listens_where_the_contract_says()
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("Fitness.Api", "Properties", "launchSettings.json")));
        var profile = settings.RootElement.GetProperty("profiles").GetProperty("Fitness.Api");
        Assert.Equal($"http://localhost:{Ports.Host}", profile.GetProperty("applicationUrl").GetString());
        // It would replace what the user has set.
        Assert.DoesNotContain(profile.GetProperty("environmentVariables").EnumerateObject(), variable =>
            variable.Name is SettingNames.Environment or EnvironmentChoice.General
        );
    }

    [Fact]
    public void The_contract_names_the_settings_as_the_options_bind_them()
    {
        Assert.Equal($"{EngineOptions.Section}:{nameof(EngineOptions.DataPath)}", SettingNames.EngineDataPath);
        Assert.Equal($"{EngineOptions.Section}:{nameof(EngineOptions.InMemory)}", SettingNames.EngineInMemory);
        Assert.Equal($"{SampleOptions.Section}:{nameof(SampleOptions.Enabled)}", SettingNames.SamplesEnabled);
        Assert.Equal($"{RateLimitOptions.Section}:{nameof(RateLimitOptions.User)}:{nameof(Quota.Requests)}", SettingNames.UserRequests);
    }
}
