using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fitness.Api.Settings;
using Fitness.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Fitness.Tests.Startup;

/// <summary>The table of settings: what it refuses, and that it is the only one.</summary>
public sealed partial class SettingTableTests
{
    private static readonly Dictionary<string, string?> Complete = new(StringComparer.OrdinalIgnoreCase)
    {
        [SettingNames.Region] = "eu-central-1",
        [SettingNames.Table] = "fitness",
        [SettingNames.Authority] = "https://issuer.example",
        [SettingNames.Audience] = "fitness",
    };

    public static TheoryData<string> Names => [.. SettingTable.Rows.Select(row => row.Name)];

    public static TheoryData<string> Environments => [EnvironmentNames.Development, EnvironmentNames.Test, EnvironmentNames.Production];

    [Theory]
    [MemberData(nameof(Names))]
    public void Nonsense_stops_the_start_with_one_line_that_names_the_setting(string name)
    {
        var row = SettingTable.Rows.Single(row => row.Name == name);
        foreach (var environment in Environments.Select(data => data.Data))
        {
            foreach (var value in Nonsense.For(row))
            {
                var key = row.Key.Replace("*", "0", StringComparison.Ordinal);
                var problem = Problem(row.Name == SettingNames.Environment ? value : environment, (key, value));
                Assert.True(problem is not null, $"{name}='{value}' is accepted in {environment}.");
                Assert.Contains(SettingNames.Variable(row.IsPattern ? key : row.Name), problem, StringComparison.Ordinal);
                Assert.DoesNotContain(problem, char.IsControl);
                if (row.IsSecret && value.Trim().Length > 3)
                    Assert.DoesNotContain(value.Trim(), problem, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_default_is_of_its_kind(string name)
    {
        var row = SettingTable.Rows.Single(row => row.Name == name);
        if (row.Default is not null)
            Assert.Null(row.Problem(row.Key, row.Default));
        Assert.EndsWith(".", row.Meaning, StringComparison.Ordinal);
    }

    /// <summary>The options' own validation is where the ranges and the defaults come from.</summary>
    [Fact]
    public void Every_option_has_a_row_with_its_range_and_its_default()
    {
        var sections = typeof(Program)
            .Assembly.GetTypes()
            .Select(type =>
                (
                    Type: type,
                    Section: type.Name.EndsWith("Options", StringComparison.Ordinal)
                        ? type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string
                        : null
                )
            )
            .Where(options => options.Section is not null)
            .ToList();
        Assert.True(sections.Count >= 3);
        foreach (var (type, section) in sections)
            Check(Activator.CreateInstance(type)!, section!);

        static void Check(object options, string section)
        {
            foreach (var property in options.GetType().GetProperties().Where(property => property.CanWrite))
            {
                var (name, value) = ($"{section}:{property.Name}", property.GetValue(options));
                if (value is not null and not string && !value.GetType().IsPrimitive && !value.GetType().IsEnum && value is not TimeSpan)
                {
                    Check(value, name);
                    continue;
                }
                var row = SettingTable.Rows.SingleOrDefault(row => row.Name == name);
                Assert.True(row is not null, $"{name} has no row in the table of settings.");
                Assert.Equal(
                    value is null ? null : Convert.ToString(value, CultureInfo.InvariantCulture)!.ToLowerInvariant(),
                    row.Default?.ToLowerInvariant()
                );
                (int, int)? bounds =
                    property.GetCustomAttribute<RangeAttribute>() is { } range ? ((int)range.Minimum, (int)range.Maximum)
                    : property.GetCustomAttribute<StringLengthAttribute>() is { } length ? (length.MinimumLength, length.MaximumLength)
                    : null;
                Assert.True(bounds == row.Kind.Bounds, $"{name}: {bounds} in the options, {row.Kind.Bounds} in the table.");
            }
        }
    }

    [Theory]
    [InlineData("Engine__DatPath", "Engine__DataPath")]
    [InlineData("Engine__DataPath__Folder", "Engine__DataPath")]
    [InlineData("RateLimits__User__Request", "RateLimits__User__Requests")]
    [InlineData("Sample__Enable", "Sample__Enabled")]
    [InlineData("Authentication__Scheme__Bearer__Authority", "Authentication__Schemes__Bearer__Authority")]
    [InlineData("Authentication__Schemes__Bearer__Audience", "Authentication__Schemes__Bearer__ValidAudience")]
    [InlineData("AWS__Resources__ActivityTableName", "AWS__Resources__ActivitiesTableName")]
    [InlineData("Storage__AllowEndpointOverrides", "Storage__AllowEndpointOverride")]
    [InlineData("Kestrel__Endpoints__Http__Uri", "Kestrel__Endpoints__Http__Url")]
    [InlineData("Parity__Keys", "Parity__Key")]
    [InlineData("Kestrel__Limits__MaxRequestBodySize", null)]
    [InlineData("Logging__LogLevels__Default", null)]
    public void A_name_that_is_none_is_refused_in_every_environment_with_the_nearest(string variable, string? nearest)
    {
        foreach (var environment in Environments.Select(data => data.Data))
        {
            var problem = Problem(environment, (variable.Replace("__", ":", StringComparison.Ordinal), "1"));
            Assert.Contains(
                $"{variable} is no setting of Fitness; {(nearest is null ? "" : $"the nearest is {nearest}.")}",
                problem,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void A_variable_of_another_program_is_none_of_ours()
    {
        foreach (
            var name in new[]
            {
                "Engine",
                "SAMPLE",
                "Storage",
                "Parity",
                "Fitness",
                "Database:Path",
                "ASPNETCORE_URL",
                "OTEL_DOTNET_AUTO_HOME",
                "AWS_PAGER",
                "PATH",
            }
        )
            Assert.Null(Problem(EnvironmentNames.Development, (name, "x")));
    }

    /// <summary>What Aspire sets for a project, and what a stack of somebody else's has.</summary>
    [Theory]
    [InlineData("LOGGING:CONSOLE:FORMATTERNAME", "simple")]
    [InlineData("LOGGING:CONSOLE:FORMATTEROPTIONS:TIMESTAMPFORMAT", "yyyy-MM-ddTHH:mm:ss.fffffff ")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "https://localhost:21030")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "x-otlp-api-key=c0ffee")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")]
    [InlineData("OTEL_RESOURCE_ATTRIBUTES", "service.instance.id=abc-123")]
    [InlineData("OTEL_BLRP_SCHEDULE_DELAY", "1000")]
    [InlineData("OTEL_METRICS_EXEMPLAR_FILTER", "trace_based")]
    [InlineData("OTEL_TRACES_SAMPLER", "always_on")]
    [InlineData("forwardedheaders_enabled", "true")]
    [InlineData("AWS:Profile", "dev")]
    [InlineData("AWS:Region", "eu-central-1")]
    [InlineData("AWS:Resources:ActivitiesTableArn", "arn:aws:dynamodb:eu-central-1:1:table/x")]
    [InlineData("AWS:Resources:BucketOfSomebodyElse", "x")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "")]
    [InlineData("RateLimits:User:Requests", "")]
    [InlineData("urls", "http://127.0.0.1:0;http://[::1]:0;http://*:0;http://0.0.0.0:0")]
    [InlineData("http_ports", "8080;8081")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://localhost:5093")]
    public void What_is_right_is_accepted(string key, string value) => Assert.Null(Problem(EnvironmentNames.Development, (key, value)));

    [Fact]
    public void Every_output_of_the_data_stack_is_in_the_table()
    {
        using var template = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("deploy", "resources.template.json")));
        Assert.All(template.RootElement.GetProperty("Outputs").EnumerateObject(), output =>
            Assert.False(SettingTable.Find($"{SettingNames.ResourcesSection}:{output.Name}")!.IsPattern, output.Name)
        );
    }

    [Fact]
    public void Every_variable_of_the_image_and_the_manifest_is_in_the_table()
    {
        var text =
            File.ReadAllText(Repository.PathOf("deploy", "image", "Dockerfile"))
            + File.ReadAllText(Repository.PathOf("deploy", "docker-compose.yaml"));
        var names = Variable().Matches(text).Select(match => match.Value).Distinct().ToList();
        Assert.True(names.Count > 6);
        Assert.All(names, name => Assert.Contains(SettingTable.Rows, row => SettingNames.Variable(row.Name) == name));
    }

    [Fact]
    public void All_mistakes_are_named_at_once()
    {
        var problem = Problem(
            EnvironmentNames.Development,
            ("Sample:Enabled", "maybe"),
            ("RateLimits:User:Requests", "0"),
            ("Engine:Path", "/x"),
            ("Parity:Key", "secret")
        );
        Assert.Equal(
            "Engine__Path is no setting of Fitness; the nearest is Engine__DataPath. Parity__Key is too short; use 16 characters or more. "
                + "RateLimits__User__Requests is '0'; use a number from 1 to 2147483647. Sample__Enabled is 'maybe'; use true or false.",
            problem
        );
    }

    [Fact]
    public void An_argument_has_the_forms_of_NET()
    {
        foreach (
            var given in new string[][]
            {
                ["--urls", "http://*:0"],
                ["--urls=http://*:0"],
                ["/urls", "http://*:0"],
                ["/urls=http://*:0"],
                ["urls=http://*:0"],
            }
        )
            Assert.Equal(
                ["--urls=http://*:0", "--Engine:DataPath=/x"],
                SettingArguments.Read([.. given, "--Engine__DataPath", "/x"]).Settings
            );
    }

    [Theory]
    [InlineData("Authority", "https://issuer.example", "Authentication__Schemes__Bearer__ValidAudiences__0 is missing")]
    [InlineData("ValidAudience", "fitness", "Authentication__Schemes__Bearer__Authority is missing")]
    [InlineData("ValidIssuer", "dotnet-user-jwts", "Authentication__Schemes__Bearer__ValidAudiences__0 is missing")]
    [InlineData("MetadataAddress", "https://issuer.example/x", "Authentication__Schemes__Bearer__ValidAudiences__0 is missing")]
    [InlineData(
        "SigningKeys:0:Value",
        "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0",
        "SigningKeys__0__Value is set, but Authentication__Schemes__Bearer__Authority and Authentication__Schemes__Bearer__ValidAudiences__0 are missing."
    )]
    [InlineData(
        "RequireHttpsMetadata",
        "false",
        "RequireHttpsMetadata is set, but Authentication__Schemes__Bearer__Authority and Authentication__Schemes__Bearer__ValidAudiences__0 are missing."
    )]
    [InlineData("BackchannelTimeout", "00:00:10", "BackchannelTimeout is set, but ")]
    public void Development_refuses_token_settings_with_which_no_token_is_accepted(string name, string value, string expected) =>
        Assert.Contains(
            expected,
            Problem(EnvironmentNames.Development, ($"{SettingNames.BearerSection}:{name}", value)),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_named_issuer_without_a_key_of_its_own_is_refused()
    {
        (string, string)[] settings =
        [
            ("ValidAudience", "fitness"),
            ("ValidIssuer", "one"),
            ("SigningKeys:0:Issuer", "another"),
            ("SigningKeys:0:Value", "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"),
        ];
        Assert.Contains(
            "Authentication__Schemes__Bearer__Authority is missing",
            Problem(
                EnvironmentNames.Development,
                [.. settings.Select(setting => ($"{SettingNames.BearerSection}:{setting.Item1}", setting.Item2))]
            ),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_issuer_with_two_signing_keys_is_refused()
    {
        (string, string)[] settings = [("ValidAudience", "fitness"), ("ValidIssuer", "one"), .. Key(0), .. Key(1)];
        Assert.Contains(
            "Authentication__Schemes__Bearer__SigningKeys__0__Issuer and Authentication__Schemes__Bearer__SigningKeys__1__Issuer name the same issuer",
            Problem(
                EnvironmentNames.Development,
                [.. settings.Select(setting => ($"{SettingNames.BearerSection}:{setting.Item1}", setting.Item2))]
            ),
            StringComparison.Ordinal
        );

        static (string, string)[] Key(int index) =>
            [($"SigningKeys:{index}:Issuer", "one"), ($"SigningKeys:{index}:Value", "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0")];
    }

    [Theory]
    [InlineData("c2VjcmV0")]
    [InlineData("no Base64")]
    public void A_signing_key_that_can_sign_nothing_is_refused_and_not_shown(string key)
    {
        var problem = Problem(EnvironmentNames.Development, ($"{SettingNames.BearerSection}:SigningKeys:0:Value", key));
        Assert.Contains("use 32 bytes or more in Base64", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(key, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_user_jwts_writes_is_accepted()
    {
        (string, string)[] settings =
        [
            ("ValidAudiences:0", "http://localhost:10001"),
            ("ValidIssuer", "dotnet-user-jwts"),
            ("SigningKeys:0:Id", "6f1"),
            ("SigningKeys:0:Issuer", "dotnet-user-jwts"),
            ("SigningKeys:0:Value", "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"),
            ("SigningKeys:0:Length", "32"),
        ];
        Assert.Null(
            Problem(
                EnvironmentNames.Development,
                [.. settings.Select(setting => ($"{SettingNames.BearerSection}:{setting.Item1}", setting.Item2))]
            )
        );
    }

    [Theory]
    [InlineData(SettingNames.Telemetry, "ftp://user:hunter2@host")]
    [InlineData(SettingNames.Telemetry, @"ftp:\\user:hunter2@host")]
    [InlineData("urls", "http://user:hunter2@host:1")]
    [InlineData("urls", "http://*:1;ftp://user:hunter2@host/x")]
    [InlineData(SettingNames.Endpoint, "http://user:hun/ter2@host:x")]
    public void A_password_in_an_address_is_not_shown(string key, string value) =>
        Assert.DoesNotMatch("hunter2|ter2", Problem(EnvironmentNames.Development, (key, value)));

    [Theory]
    [InlineData("--Engine__DataPath=/x", "--Engine:DataPath=/x")]
    [InlineData("--engine__datapath=/a__b", "--Engine:DataPath=/a__b")]
    [InlineData("--ASPNETCORE_URLS=http://*:0", "--urls=http://*:0")]
    [InlineData("--AWS_REGION=eu-central-1", "--AWS_REGION=eu-central-1")]
    [InlineData("--Kestrel__Endpoints__Http__Url=x", "--Kestrel:Endpoints:Http:Url=x")]
    public void An_argument_is_named_as_the_variable_or_as_in_a_file(string given, string expected) =>
        Assert.Equal(expected, SettingArguments.Read([given]).Settings.Single(), ignoreCase: true);

    [Theory]
    [InlineData("--Engin:DataPath=/x", "Engin__DataPath is no setting of Fitness; the nearest is Engine__DataPath.")]
    [InlineData("--AWS_REGON=x", "AWS_REGON is no setting of Fitness; the nearest is AWS_REGION.")]
    [InlineData("--url=http://*:0", "url is no setting of Fitness; the nearest is urls.")]
    [InlineData("--environmet=Test", "environmet is no setting of Fitness; the nearest is environment.")]
    [InlineData("--AWS_SECRET_ACCESS_KEY=x", "AWS_SECRET_ACCESS_KEY is read from the environment only")]
    public void An_argument_that_is_no_setting_is_refused(string argument, string expected)
    {
        var configuration = new ConfigurationBuilder().AddCommandLine(SettingArguments.Read([argument]).Settings).Build();
        Assert.Contains(
            expected,
            Assert.Throws<StartException>(() => FitnessSettings.Read(configuration, EnvironmentNames.Development)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_line_of_the_settings_file_that_is_no_setting_is_refused()
    {
        var file = Path.Combine(Folders.Create(), "appsettings.json");
        File.WriteAllText(file, """{ "Loging": { "LogLevel": { "Default": "Debug" } } }""");
        var configuration = new ConfigurationBuilder().AddJsonFile(file).Build();
        Assert.Contains(
            "Loging__LogLevel__Default is no setting of Fitness",
            Assert.Throws<StartException>(() => FitnessSettings.Read(configuration, EnvironmentNames.Development)).Message,
            StringComparison.Ordinal
        );
        var own = new ConfigurationBuilder().AddJsonFile(Repository.PathOf("Fitness.Api", "appsettings.json")).Build();
        Assert.Equal(LocalDefaults.Table, FitnessSettings.Read(own, EnvironmentNames.Development).Table);
    }

    [Fact]
    public Task The_document_is_made_from_the_table() =>
        Snapshot.CompareAsync($"{SettingDocument.Write()}\n", "Fitness.Api", "Settings", "SETTINGS.md");

    private static string? Problem(string environment, params (string Key, string Value)[] settings)
    {
        var all = environment is EnvironmentNames.Test or EnvironmentNames.Production
            ? new Dictionary<string, string?>(Complete, StringComparer.OrdinalIgnoreCase)
            : new(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in settings)
            all[key] = value;
        try
        {
            FitnessSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(all).Build(), environment);
            return null;
        }
        catch (StartException exception)
        {
            return exception.Message;
        }
    }

    [GeneratedRegex(@"(?<=^(?:ENV)?\s+)(?:ASPNETCORE_\w+|AWS_\w+|OTEL_\w+|[A-Z]\w+__\w+)(?=[=:])", RegexOptions.Multiline)]
    private static partial Regex Variable();
}
