using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Image;

/// <summary>What is in the image, and what is not.</summary>
public sealed class ContentTests(BuiltImage image)
{
    private const long MegaByte = 1_000_000;
    private const long NanosecondsOfASecond = 1_000_000_000;

    [Fact]
    public async Task It_is_small() =>
        Assert.InRange((await FilesAsync()).Sum(file => (long)file.Content.Length), 20 * MegaByte, 67 * MegaByte);

    [Fact]
    public async Task It_says_what_it_is_and_how_it_is_run()
    {
        var config = (await InspectAsync())["Config"]!;
        Assert.Equal("""["/app/Fitness.Api"]""", config["Entrypoint"]!.ToJsonString());
        Assert.Equal([$"{Ports.Container}/tcp"], config["ExposedPorts"]!.AsObject().Select(port => port.Key));
        Assert.Equal(
            $"""["CMD","{ApiProgram.PathInImage}","{ApiProgram.HealthCheckCommand}"]""",
            config["Healthcheck"]!["Test"]!.ToJsonString()
        );
        // Without the manifest, the image still has the manifest's health check.
        var manifest = await File.ReadAllTextAsync(
            Repository.PathOf("deploy", "docker-compose.yaml"),
            TestContext.Current.CancellationToken
        );
        foreach (var (field, name) in new[] { ("Interval", "interval"), ("Timeout", "timeout"), ("StartPeriod", "start_period") })
            Assert.Contains(
                $"{name}: \"{(long)config["Healthcheck"]![field]! / NanosecondsOfASecond}s\"",
                manifest,
                StringComparison.Ordinal
            );
        Assert.Contains($"retries: {config["Healthcheck"]!["Retries"]}", manifest, StringComparison.Ordinal);
        Assert.Contains(
            $"{SettingNames.Environment}={EnvironmentNames.Development}",
            config["Env"]!.AsArray().Select(variable => (string)variable!)
        );
        Assert.Null(config["Volumes"]);
        Assert.DoesNotMatch("^(|0|root)(:.*)?$", (string)config["User"]!);

        var labels = config["Labels"]!;
        Assert.Equal(
            ((string?)image.Record["version"], (string?)image.Record["commit"]),
            ((string?)labels["org.opencontainers.image.version"], (string?)labels["org.opencontainers.image.revision"])
        );
        Assert.NotNull(labels["org.opencontainers.image.source"]);
        Assert.True(DateTimeOffset.TryParse((string?)labels["org.opencontainers.image.created"], null, out _));
    }

    [Fact]
    public async Task It_has_no_shell_no_package_manager_and_no_program_but_ours()
    {
        // The first bytes tell whether a file is a program or a script, whatever its name and folder.
        var files = await FilesAsync();
        string[] programs =
        [
            .. files
                .Where(file => file.Starts("\u007fELF") && !file.Name.Contains(".so", StringComparison.Ordinal) || file.Starts("#!"))
                .Select(file => file.Name),
        ];
        Assert.Equal(["app/Fitness.Api", "app/engine/dynoxide"], programs.Order(StringComparer.Ordinal));
        foreach (var name in new[] { "sh", "bash", "dash", "busybox", "apt", "apt-get", "dpkg", "apk", "rpm" })
            Assert.DoesNotContain(files, file => Path.GetFileName(file.Name) == name && file.Mode.HasFlag(UnixFileMode.UserExecute));
        Assert.DoesNotContain(files, file => (file.Mode & (UnixFileMode.SetUser | UnixFileMode.SetGroup)) != UnixFileMode.None);
        Assert.DoesNotContain(files, file =>
            file.Name.EndsWith(".dbg", StringComparison.Ordinal)
            || file.Name.EndsWith(".pdb", StringComparison.Ordinal)
            || file.Name.Contains("appsettings.Development", StringComparison.Ordinal)
        );
        foreach (var name in new[] { "LICENSE-APACHE", "LICENSE-MIT", "NOTICE", "COMPONENTS.md", "COMPONENTS.csv" })
            Assert.Contains(files, file => file.Name == $"app/engine/{name}");
        Assert.Contains(files, file => file.Name == "usr/share/zoneinfo/Europe/Berlin");
    }

    [Fact]
    public async Task No_secret_is_in_its_history_or_its_settings()
    {
        var history = await Docker.RunAsync("history", "--no-trunc", "--format", "{{.CreatedBy}}", image.Name);
        var settings = string.Join('\n', (await InspectAsync())["Config"]!["Env"]!.AsArray().Select(variable => (string)variable!));
        Assert.DoesNotMatch("(?i)secret|password|token|access_key|api_?key|://[^/@ ]*:[^/@ ]*@", history + settings);
        var files = await FilesAsync();
        Assert.DoesNotContain(files, file =>
            Path.GetFileName(file.Name).ToLowerInvariant()
                is ".npmrc"
                    or ".netrc"
                    or "nuget.config"
                    or ".env"
                    or "credentials"
                    or ".git"
                    or "id_rsa"
        );
        Assert.DoesNotContain(files, file =>
            file.Content.AsSpan().IndexOf("-----BEGIN PRIVATE KEY-----\nMI"u8) >= 0
            || file.Content.AsSpan().IndexOf("-----BEGIN RSA PRIVATE KEY-----\nMI"u8) >= 0
        );
    }

    [Fact]
    public async Task Its_bill_of_materials_lies_in_it_and_beside_it_and_names_what_it_is_made_of()
    {
        var files = await FilesAsync();
        var beside = await File.ReadAllBytesAsync(BuiltImage.PathOf(ApiProgram.BillOfMaterials), TestContext.Current.CancellationToken);
        Assert.Equal(files.Single(file => file.Name == $"app/{ApiProgram.BillOfMaterials}").Content, beside);
        Assert.Equal((string?)image.Record["sbom"]!["sha256"], Convert.ToHexStringLower(SHA256.HashData(beside)));

        var document = JsonNode.Parse(beside)!;
        Assert.Equal(("CycloneDX", "1.6"), ((string?)document["bomFormat"], (string?)document["specVersion"]));
        HashSet<string> packages = [.. document["components"]!.AsArray().Select(component => (string?)component!["purl"] ?? "")];
        var direct = XDocument
            .Load(Repository.PathOf("Fitness.Api", "Fitness.Api.csproj"))
            .Descendants("PackageReference")
            .Select(reference => (string)reference.Attribute("Include")!)
            .ToList();
        var versions = XDocument
            .Load(Repository.PathOf("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .ToDictionary(version => (string)version.Attribute("Include")!, version => (string)version.Attribute("Version")!);
        Assert.NotEmpty(direct);
        foreach (var package in direct)
            Assert.Contains($"pkg:nuget/{package}@{versions[package]}", packages);
        using var page = JsonDocument.Parse(
            await File.ReadAllTextAsync(
                Repository.PathOf("Fitness.Api", "Features", "Page", "web", "package.json"),
                TestContext.Current.CancellationToken
            )
        );
        foreach (var package in page.RootElement.GetProperty("dependencies").EnumerateObject())
            Assert.Contains($"pkg:npm/{package.Name.Replace("@", "%40", StringComparison.Ordinal)}@{package.Value}", packages);
        foreach (
            var start in new[]
            {
                "pkg:nuget/Microsoft.NETCore.App.Runtime.NativeAOT.linux-x64@10.",
                "pkg:npm/%40dynoxide/linux-x64@1.",
                "pkg:deb/",
            }
        )
            Assert.Contains(packages, package => package.StartsWith(start, StringComparison.Ordinal));
        // Test and build tools are not shipped.
        Assert.DoesNotContain(packages, package =>
            package.Contains("xunit", StringComparison.Ordinal)
            || package.Contains("ILCompiler", StringComparison.Ordinal)
            || package.Contains("Analyzer", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task What_it_says_of_its_packages_is_in_its_bill_of_materials_as_it_is_in_the_sources_own()
    {
        var described = PackageList.OfDescription(
            JsonNode.Parse(await Docker.RunAsync("run", "--rm", "--network", "none", image.Name, ApiProgram.DescribeCommand))!
        );
        var beside = await File.ReadAllTextAsync(BuiltImage.PathOf(ApiProgram.BillOfMaterials), TestContext.Current.CancellationToken);
        Assert.Equal(PackageList.OfBill(JsonNode.Parse(beside)!), described);
        var own = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, ApiProgram.BillOfMaterials),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(PackageList.OfBill(JsonNode.Parse(own)!), described);
    }

    [Fact]
    public async Task Its_commands_work_without_a_server()
    {
        var (exitCode, output, _) = await Docker.TryAsync("run", "--rm", "--network", "none", image.Name, "describe");
        Assert.Equal(0, exitCode);
        var build = JsonNode.Parse(output)!["build"]!;
        var commit = (string)image.Record["commit"]!;
        Assert.Equal(
            ("aot", "Release", commit.Split('-')[0], commit.Contains('-')),
            ((string?)build["compiler"], (string?)build["configuration"], (string?)build["commit"], (bool?)build["dirty"])
        );

        (exitCode, output, var error) = await Docker.TryAsync("run", "--rm", image.Name, "start");
        Assert.Equal((2, "", "Fitness.Api has no command 'start'; --help lists those that it has."), (exitCode, output, error));
    }

    [Fact]
    public async Task A_missing_setting_is_one_line_and_exit_code_1()
    {
        var (exitCode, output, error) = await Docker.TryAsync(
            "run",
            "--rm",
            "--env",
            "ASPNETCORE_ENVIRONMENT=Test",
            "--env",
            "AWS_REGION=eu-central-1",
            image.Name
        );
        Assert.Equal(
            (
                1,
                "",
                "Fitness cannot start: Test needs the settings AWS__Resources__ActivitiesTableName, Authentication__Schemes__Bearer__Authority, Authentication__Schemes__Bearer__ValidAudiences__0. Set them as environment variables."
            ),
            (exitCode, output, error)
        );
    }

    private async Task<JsonNode> InspectAsync() => JsonNode.Parse(await Docker.RunAsync("image", "inspect", image.Name))![0]!;

    private sealed record ImageFile(string Name, UnixFileMode Mode, byte[] Content)
    {
        public bool Starts(string magic) =>
            Content.Length >= magic.Length && magic.Index().All(character => Content[character.Index] == character.Item);
    }

    private async Task<List<ImageFile>> FilesAsync()
    {
        var archive = Path.Combine(Folders.Create(), "image.tar");
        var id = await Docker.RunAsync("create", image.Name);
        try
        {
            await Docker.RunAsync("export", "--output", archive, id);
        }
        finally
        {
            await Docker.RunAsync("rm", id);
        }
        var files = new List<ImageFile>();
        await using var reader = new TarReader(File.OpenRead(archive));
        while (await reader.GetNextEntryAsync(copyData: false, TestContext.Current.CancellationToken) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                continue;
            using var content = new MemoryStream();
            if (entry.DataStream is not null)
                await entry.DataStream.CopyToAsync(content, TestContext.Current.CancellationToken);
            files.Add(new ImageFile(entry.Name, entry.Mode, content.ToArray()));
        }
        return files;
    }
}
