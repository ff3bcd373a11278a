using System.Text.Json;
using System.Xml.Linq;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Layout;

/// <summary>What the projects promise each other.</summary>
public sealed class ProjectTests
{
    private static readonly string[] Projects = [.. Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')).Where(path => !path.StartsWith("artifacts/", StringComparison.Ordinal))];

    [Fact]
    public void Aspire_is_referenced_by_the_AppHost_and_its_tests_only()
    {
        string[] allowed = ["Fitness.AppHost/Fitness.AppHost.csproj", "Fitness.Tests/AppHost/Fitness.Tests.AppHost.csproj"];
        Assert.Equal(allowed, Projects.Where(path => File.ReadAllText(Repository.PathOf(path)).Contains("\"Aspire.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_solution_has_every_project_and_its_filter_every_one_that_needs_no_Aspire()
    {
        var solution = File.ReadAllText(Repository.PathOf("Fitness.sln"));
        Assert.All(Projects, path => Assert.Contains($"\"{path.Replace('/', '\\')}\"", solution, StringComparison.Ordinal));
        using var filter = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("Fitness.WithoutAspire.slnf")));
        var filtered = filter.RootElement.GetProperty("solution").GetProperty("projects").EnumerateArray().Select(path => path.GetString()!.Replace('\\', '/'));
        Assert.Equal(Projects.Where(path => !path.Contains("AppHost", StringComparison.Ordinal)).Order(StringComparer.Ordinal), filtered.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_AppHosts_SDK_has_the_version_of_its_packages()
    {
        var sdk = (string?)XDocument.Load(Repository.PathOf("Fitness.AppHost", "Fitness.AppHost.csproj")).Root!.Attribute("Sdk");
        var versions = XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => (string)package.Attribute("Include")!, package => (string)package.Attribute("Version")!);
        Assert.Equal($"Aspire.AppHost.Sdk/{versions["Aspire.Hosting.AppHost"]}", sdk);
        Assert.Equal(versions["Aspire.Hosting.AppHost"], versions["Aspire.Hosting.Docker"]);
        Assert.Equal(versions["Aspire.Hosting.AppHost"], versions["Aspire.Hosting.Testing"]);
    }

    [Fact]
    public void The_API_alone_listens_where_the_contract_says()
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("Fitness.Api", "Properties", "launchSettings.json")));
        var profile = settings.RootElement.GetProperty("profiles").GetProperty("Fitness.Api");
        Assert.Equal($"http://localhost:{ServiceAddress.HostPort}", profile.GetProperty("applicationUrl").GetString());
        Assert.Equal(EnvironmentNames.Development, profile.GetProperty("environmentVariables").GetProperty(SettingNames.Environment).GetString());
    }
}
