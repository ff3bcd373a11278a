using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fitness.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Fitness.Tests.Deploy;

/// <summary>Whether the templates fit the contract and each other; <c>deploy/checks</c> checks them as templates.</summary>
public sealed partial class TemplateTests
{
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
    private const int LongestParameter = 4096;
    private const int LargestTemplate = 51_200;

    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html, before Base64 encoding.
    private const int LargestUserData = 16_384;

    private static readonly CloudFormationTemplate Host = CloudFormationTemplate.Read("docker-host.template.yaml");
    private static readonly CloudFormationTemplate Data = CloudFormationTemplate.Read("resources.template.json");
    private static readonly JsonNode Launch = Host.Resources["Launch"]!["Properties"]!["LaunchTemplateData"]!;

    [Fact]
    public void The_port_is_open_to_the_clients_that_are_named_and_nothing_else_is()
    {
        var rule = Assert.Single((JsonArray)Host.Resources["SecurityGroup"]!["Properties"]!["SecurityGroupIngress"]!)!;
        Assert.Equal(
            ("tcp", Ports.Host, Ports.Host, "Clients"),
            ((string?)rule["IpProtocol"], (int)rule["FromPort"]!, (int)rule["ToPort"]!, (string?)rule["CidrIp"]!["Ref"])
        );
        Assert.Null(Host.Parameters["Clients"]!["Default"]);
    }

    [Fact]
    public void The_image_is_named_by_digest() =>
        Assert.Equal(ImageReference.ByDigestPattern, (string?)Host.Parameters["Image"]!["AllowedPattern"]);

    [Fact]
    public void The_host_is_found_by_its_name_and_complete_when_it_has_signalled()
    {
        var host = Host.Resources["Host"]!;
        Assert.Contains((JsonArray)host["Properties"]!["Tags"]!, tag =>
            (string?)tag!["Key"] == "Name" && (string?)tag["Value"] == "DockerHost"
        );
        Assert.Equal(1, (int)host["CreationPolicy"]!["ResourceSignal"]!["Count"]!);
        Assert.Contains("[fitness-host, --signal, 'stack', Host]", UserData(), StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_reach_a_container_by_version_2_only()
    {
        var metadata = Launch["MetadataOptions"]!;
        Assert.Equal(("required", 2), ((string?)metadata["HttpTokens"], (int)metadata["HttpPutResponseHopLimit"]!));
    }

    [Fact]
    public void A_change_of_what_the_host_is_made_of_makes_a_new_host()
    {
        // Everything is in the launch template, whose version cannot be changed for an existing instance.
        Assert.Equal(["LaunchTemplate", "Tags"], ((JsonObject)Host.Resources["Host"]!["Properties"]!).Select(property => property.Key));
        Assert.Equal("Launch", (string?)Host.Resources["Host"]!["Properties"]!["LaunchTemplate"]!["Version"]!["Fn::GetAtt"]![0]);
    }

    [Fact]
    public void The_user_data_has_the_files_as_they_are_and_fits()
    {
        var data = UserData();
        Assert.InRange(Encoding.UTF8.GetByteCount(data), 1, LargestUserData);
        foreach (var name in new[] { "docker-host.template.yaml", "resources.template.json" })
            Assert.InRange(new FileInfo(Repository.PathOf("deploy", name)).Length, 1, LargestTemplate);
        foreach (var value in Values().Where(value => value.Key is "Bootstrap" or "Manifest"))
            Assert.InRange(value.Value.Length, 1, LongestParameter);
        Assert.StartsWith("#cloud-config\n", data, StringComparison.Ordinal);
        var files = ((YamlSequenceNode)Parse(data)["write_files"]).ToDictionary(
            file => file["path"].ToString(),
            file => file["content"].ToString(),
            StringComparer.Ordinal
        );
        Assert.Equal(
            [
                "/etc/fitness/docker-compose.yaml",
                "/etc/fitness/host",
                "/etc/fitness/host.yaml",
                "/etc/systemd/system/fitness.service",
                "/usr/local/sbin/fitness-host",
            ],
            files.Keys.Order(StringComparer.Ordinal)
        );
        // Every variable that the manifest requires is there, but not telemetry, which is off.
        var manifest = File.ReadAllText(Repository.PathOf("deploy", "docker-compose.yaml"));
        Assert.All(Required().Matches(manifest), variable =>
            Assert.Contains($"{variable.Groups[1].Value}=", files["/etc/fitness/host"], StringComparison.Ordinal)
        );
        // host.yaml sets the logging of a service that the manifest has.
        Assert.Equal("api", ((YamlMappingNode)Parse(files["/etc/fitness/host.yaml"])["services"]).Children.Keys.Single().ToString());
    }

    [Fact]
    public void The_bootstrap_asks_at_the_contracts_address() =>
        Assert.Contains(
            $"http://127.0.0.1:{Ports.Host}{Routes.Health}",
            File.ReadAllText(Repository.PathOf("deploy", "docker-host", "bootstrap")),
            StringComparison.Ordinal
        );

    [Fact]
    public void The_outputs_are_those_of_the_contract()
    {
        foreach (var output in new[] { SettingNames.TableOutput, SettingNames.AuthorityOutput, SettingNames.AudienceOutput })
            Assert.Contains(output, ((IDictionary<string, JsonNode?>)Data.Outputs).Keys);
        Assert.Equal(
            ["Image", "InstanceId", "LogGroup", "SessionCommand", "Url"],
            Host.Outputs.Select(output => output.Key).Order(StringComparer.Ordinal)
        );
        Assert.Equal(Roles.Operators, (string?)Data.Resources["Operators"]!["Properties"]!["GroupName"]);
    }

    [Theory]
    [InlineData("us-east-1", "http://ec2-203-0-113-25.compute-1.amazonaws.com:10001")]
    [InlineData("eu-central-1", "http://ec2-203-0-113-25.eu-central-1.compute.amazonaws.com:10001")]
    public void The_address_is_the_hosts_public_name(string region, string expected)
    {
        var values = Values();
        values["AWS::Region"] = region;
        values["Address.PublicIp"] = "203.0.113.25";
        Assert.Equal(expected, (string?)Host.Resolve(Host.Outputs["Url"]!["Value"], values));
    }

    [Fact]
    public void Every_attribute_of_the_table_is_a_key_and_every_key_an_attribute()
    {
        var table = Data.Resources["ActivitiesTable"]!["Properties"]!;
        var keys = ((JsonArray)table["LocalSecondaryIndexes"]!)
            .Append(table)
            .SelectMany(owner => (JsonArray)owner!["KeySchema"]!)
            .Select(key => (string)key!["AttributeName"]!)
            .Distinct();
        Assert.Equal(
            ((JsonArray)table["AttributeDefinitions"]!)
                .Select(attribute => (string)attribute!["AttributeName"]!)
                .Order(StringComparer.Ordinal),
            keys.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void The_role_may_nothing_on_everything_but_what_knows_no_resources()
    {
        var policy = new RolePolicy(Host.Resolve(Host.Resources["Role"], Values())!);
        Assert.DoesNotContain(policy.Allowed, pair => pair.Action.Contains('*', StringComparison.Ordinal));
        Assert.Equal(
            [
                "ecr:GetAuthorizationToken",
                "ssm:UpdateInstanceInformation",
                "ssmmessages:CreateControlChannel",
                "ssmmessages:CreateDataChannel",
                "ssmmessages:OpenControlChannel",
                "ssmmessages:OpenDataChannel",
            ],
            policy.Allowed.Where(pair => pair.Resource == "*").Select(pair => pair.Action).Order(StringComparer.Ordinal)
        );
        var elsewhere = Values();
        elsewhere["RepositoryArn"] = "";
        Assert.DoesNotContain(new RolePolicy(Host.Resolve(Host.Resources["Role"], elsewhere)!).Allowed, pair =>
            pair.Action.StartsWith("ecr:", StringComparison.Ordinal)
        );
    }

    private static string UserData() =>
        Encoding.UTF8.GetString(Convert.FromBase64String((string)Host.Resolve(Launch["UserData"], Values())!));

    private static Dictionary<string, string> Values() =>
        new(StringComparer.Ordinal)
        {
            ["AWS::Region"] = "eu-central-1",
            ["AWS::StackId"] = "stack",
            ["Image"] = "image",
            ["RepositoryArn"] = "repository",
            ["ResourcesStack"] = "data",
            ["data-ActivitiesTableName"] = "table",
            ["data-ActivitiesTableArn"] = "arn",
            ["data-Authority"] = "authority",
            ["data-Audience"] = "audience",
            ["Log.Arn"] = "log",
            ["Bootstrap"] = Compressed("docker-host", "bootstrap"),
            ["Manifest"] = Compressed("docker-compose.yaml"),
        };

    private static string Compressed(params string[] path)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
            gzip.Write(File.ReadAllBytes(Repository.PathOf(["deploy", .. path])));
        return Convert.ToBase64String(compressed.ToArray());
    }

    private static YamlNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return Assert.Single(stream.Documents).RootNode;
    }

    [GeneratedRegex(@"\$\{([A-Z_]+):\?")]
    private static partial Regex Required();
}
