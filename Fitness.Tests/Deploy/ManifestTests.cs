using System.Text.RegularExpressions;
using Fitness.Api.Settings;
using Fitness.Tests.Support;
using Microsoft.Extensions.Configuration;
using YamlDotNet.RepresentationModel;

namespace Fitness.Tests.Deploy;

/// <summary>The committed manifest of the Docker host. Its generation is tested with the AppHost.</summary>
public sealed partial class ManifestTests
{
    private static readonly string Text = File.ReadAllText(Repository.PathOf("deploy", "docker-compose.yaml"));
    private static readonly YamlMappingNode Root = Parse();
    private static readonly YamlMappingNode Api = (YamlMappingNode)Root["services"]["api"];

    [Fact]
    public void It_runs_the_API_and_nothing_else() =>
        Assert.Equal(["api"], ((YamlMappingNode)Root["services"]).Children.Keys.Select(key => key.ToString()));

    [Fact]
    public void It_says_how_it_is_generated() =>
        Assert.StartsWith(
            "# Generated; do not edit. To change it, change Fitness.AppHost/Cloud/DockerHost.cs and run, in the repository's root:",
            Text,
            StringComparison.Ordinal
        );

    [Fact]
    public void It_reads_the_same_in_every_locale() => Assert.All(Text, character => Assert.True(char.IsAscii(character)));

    [Fact]
    public void Every_placeholder_is_a_variable_of_Compose()
    {
        Assert.DoesNotMatch(UnresolvedPlaceholder(), Text);
        // A required variable that is not set stops Compose with an explanation; only telemetry may be absent.
        foreach (Match variable in Variables().Matches(Text))
        {
            var name = variable.Groups[1].Value;
            Assert.StartsWith(
                name == SettingNames.Telemetry ? $"${{{name}:-}}" : $"${{{name}:?Set {name} to ",
                variable.Value,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void The_image_is_the_one_variable_and_the_service_refuses_it_without_a_digest()
    {
        Assert.Equal(Api["image"].ToString(), Environment()[SettingNames.Variable(SettingNames.Image)]);
        Assert.Equal(ImageExamples.Local, FitnessSettings.Read(Configuration(ImageExamples.Local), EnvironmentNames.Test).Image);
        var refused = Assert.Throws<StartException>(() => FitnessSettings.Read(Configuration("fitness/api:1.0"), EnvironmentNames.Test));
        Assert.Contains("by digest", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_service_starts_with_its_settings_and_with_none_less()
    {
        var settings = FitnessSettings.Read(Configuration(ImageExamples.Local), EnvironmentNames.Test);
        Assert.Equal(
            (EnvironmentNames.Test, "eu-central-1", "fitness-qa", true, null),
            (Environment()[SettingNames.Environment], settings.Region, settings.Table, settings.ChecksTokens, settings.Endpoint)
        );
        foreach (var required in new[] { SettingNames.Region, SettingNames.Table, SettingNames.Authority, SettingNames.Audience })
        {
            var incomplete = Configuration(ImageExamples.Local);
            incomplete[required] = null;
            var refused = Assert.Throws<StartException>(() => FitnessSettings.Read(incomplete, EnvironmentNames.Test));
            Assert.Contains(SettingNames.Variable(required), refused.Message, StringComparison.Ordinal);
        }
        Assert.Equal($"{Ports.Container}", Environment()[SettingNames.Ports]);
        Assert.Contains(SettingNames.Telemetry, Environment().Keys);
    }

    [Fact]
    public void It_sets_what_the_contract_has_for_Test_and_nothing_else()
    {
        string[] contract =
        [
            SettingNames.Environment,
            SettingNames.Ports,
            SettingNames.Region,
            SettingNames.Table,
            SettingNames.Authority,
            SettingNames.Audience,
            SettingNames.Image,
            SettingNames.Telemetry,
        ];
        Assert.Equal(
            contract.Select(SettingNames.Variable).Order(StringComparer.Ordinal),
            Environment().Keys.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void It_is_hardened_and_bounded()
    {
        Assert.Equal("true", Api["read_only"].ToString());
        Assert.Equal(["ALL"], Texts(Api["cap_drop"]));
        Assert.Equal(["no-new-privileges:true"], Texts(Api["security_opt"]));
        Assert.StartsWith("/tmp:size=", Assert.Single(Texts(Api["tmpfs"])), StringComparison.Ordinal);
        Assert.Matches("^[0-9]+m$", Api["mem_limit"].ToString());
        Assert.Matches("^[0-9]+$", Api["pids_limit"].ToString());
        // Compose 2 and later reject a process limit next to limits under 'deploy'.
        Assert.DoesNotContain("deploy", Api.Children.Keys.Select(key => key.ToString()));
        Assert.Equal(
            ("json-file", "10m", "5"),
            (
                Api["logging"]["driver"].ToString(),
                Api["logging"]["options"]["max-size"].ToString(),
                Api["logging"]["options"]["max-file"].ToString()
            )
        );
        Assert.Equal("unless-stopped", Api["restart"].ToString());
        foreach (var never in new[] { "privileged", "network_mode", "pid", "cap_add", "user", "build" })
            Assert.DoesNotContain(never, Api.Children.Keys.Select(key => key.ToString()));
    }

    /// <summary>A name of its own would be one volume for all projects of a host: also for the one that tries an image beside the running one.</summary>
    [Fact]
    public void What_is_recorded_outlasts_the_container_and_is_each_project_s_own()
    {
        var volume = Assert.Single(((YamlSequenceNode)Api["volumes"]).Children);
        Assert.Equal(("volume", "/recording"), (volume["type"].ToString(), volume["target"].ToString()));
        Assert.Contains(
            $"{SettingNames.Variable(SettingNames.RecordingPath)}={volume["target"]}\n",
            File.ReadAllText(Repository.PathOf("deploy", "image", "Dockerfile")),
            StringComparison.Ordinal
        );
        var (name, options) = Assert.Single(((YamlMappingNode)Root["volumes"]).Children);
        Assert.Equal(volume["source"], name);
        Assert.DoesNotContain("name", (options as YamlMappingNode)?.Children.Keys.Select(key => key.ToString()) ?? []);
        Assert.Equal(
            ["try down --volumes --timeout 15", "try down --volumes --timeout 15"],
            File.ReadLines(Repository.PathOf("deploy", "docker-host", "bootstrap"))
                .Select(line => line.Trim())
                .Where(line => line.StartsWith("try down", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void It_listens_where_the_contract_says_and_asks_the_service_itself()
    {
        Assert.Equal([$"{Ports.Host}:{Ports.Container}"], Texts(Api["ports"]));
        Assert.Equal(["CMD", ApiProgram.PathInImage, ApiProgram.HealthCheckCommand], Texts(Api["healthcheck"]["test"]));
    }

    private static Dictionary<string, string> Environment() =>
        ((YamlMappingNode)Api["environment"]).Children.ToDictionary(
            pair => pair.Key.ToString(),
            pair => pair.Value.ToString(),
            StringComparer.Ordinal
        );

    /// <summary>What the service gets: each value says which variable it comes from.</summary>
    private static IConfigurationRoot Configuration(string image) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                Environment()
                    .Select(pair =>
                        KeyValuePair.Create(
                            pair.Key.Replace("__", ":", StringComparison.Ordinal),
                            (string?)
                                Variables()
                                    .Replace(pair.Value, match => match.Groups[1].Value switch
                                        {
                                            "FITNESS_IMAGE" => image,
                                            SettingNames.Region => "eu-central-1",
                                            "FITNESS_TABLE" => "fitness-qa",
                                            "FITNESS_AUTHORITY" => "https://issuer.example",
                                            SettingNames.Telemetry => "",
                                            var name => $"of {name}",
                                        })
                        )
                    )
            )
            .Build();

    private static IEnumerable<string> Texts(YamlNode node) => ((YamlSequenceNode)node).Select(item => item.ToString());

    private static YamlMappingNode Parse()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Text));
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    [GeneratedRegex(@"(?<!\$)\{")]
    private static partial Regex UnresolvedPlaceholder();

    [GeneratedRegex(@"\$\{([A-Z_]+)[^}]*\}")]
    private static partial Regex Variables();
}
