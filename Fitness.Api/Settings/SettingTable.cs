using System.Globalization;

namespace Fitness.Api.Settings;

/// <summary>
/// Every setting of the service, also those that the server, the logging and the telemetry read themselves. The check at the start, the
/// documentation, the command <c>settings</c> and the environment description are made from it. The ranges and defaults of options
/// are those of the options' classes; a test compares them.
/// </summary>
internal static class SettingTable
{
    private const string Off = "false";
    private const string On = "true";
    private static readonly string[] Signals = ["", "TRACES_", "METRICS_", "LOGS_"];
    private static readonly string[] OtherOutputs =
    [
        "ActivitiesTableArn",
        "UserPoolId",
        SettingNames.AuthorityOutput,
        SettingNames.AudienceOutput,
    ];
    private static readonly string[] ConsoleSwitches = ["SingleLine", "IncludeScopes", "UseUtcTimestamp"];
    private static readonly (string Name, string Records)[] Batches = [("BSP", "traces"), ("BLRP", "logs")];

    /// <summary>The rows, by subject.</summary>
    public static IReadOnlyList<Setting> Rows { get; } =
    [.. Host(), .. Storage(), .. Tokens(), .. Service(), .. Server(), .. Logging(), .. OpenTelemetry()];

    /// <summary>The sections in which a name that is not in the table is a mistake.</summary>
    public static IReadOnlyList<string> Sections { get; } =
    [
        .. Rows.Where(row => row.Key.Contains(':', StringComparison.Ordinal))
            .Select(row => row.Key.Split(':')[0])
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>The row of the key; null if it is none of the table's. A row without a pattern wins.</summary>
    public static Setting? Find(string key) => Rows.Where(row => row.Matches(key)).OrderBy(row => row.IsPattern).FirstOrDefault();

    private static IEnumerable<Setting> Host() =>
        [
            new(
                SettingNames.Environment,
                SettingKind.Environment,
                "Selects the environment, as the argument --environment and DOTNET_ENVIRONMENT do; if two of them differ, the service does not start. If none is set, a launch profile, such as that of 'dotnet run', makes it Development."
            )
            {
                Key = EnvironmentChoice.Key,
                Default = EnvironmentNames.Production,
            },
            new(SettingNames.Image, SettingKind.Image, "The running image, which the environment description shows."),
            new(SettingNames.ParityKey, SettingKind.Key, "The key of the hashes with which two environments compare their secrets.")
            {
                IsSecret = true,
            },
            new(
                SettingNames.CommandKey,
                SettingKind.Key,
                "The key of the dashboard's commands, which the AppHost sets; without it there are none."
            )
            {
                IsSecret = true,
                Use = SettingUse.DevelopmentOnly,
            },
        ];

    private static IEnumerable<Setting> Storage() =>
        [
            new(SettingNames.Region, SettingKind.Region, "The region of the table.")
            {
                Default = LocalDefaults.Region,
                Use = SettingUse.Required,
            },
            new(SettingNames.Table, SettingKind.Table, "The table.") { Default = LocalDefaults.Table, Use = SettingUse.Required },
            new(
                SettingNames.Endpoint,
                SettingKind.Address,
                "A local engine's address; without it, Development starts the embedded engine, and the others use the region's endpoint."
            ),
            new(
                SettingNames.AllowEndpointOverride,
                SettingKind.OnOff,
                "Whether Test and Production may use an endpoint that is not the region's."
            )
            {
                Default = Off,
            },
            new(SettingNames.AccessKey, SettingKind.Word, "For the AWS SDK's credential chain, which Development does not use.")
            {
                IsSecret = true,
                IsVariableOnly = true,
            },
            new(SettingNames.SecretKey, SettingKind.Word, "For the AWS SDK's credential chain.") { IsSecret = true, IsVariableOnly = true },
            new("AWS_SESSION_TOKEN", SettingKind.Word, "For the AWS SDK's credential chain.") { IsSecret = true, IsVariableOnly = true },
            new("AWS_PROFILE", SettingKind.Text, "For the AWS SDK's credential chain.") { IsVariableOnly = true },
            new("AWS:Profile", SettingKind.Text, "Set by Aspire with AWS_PROFILE; the service does not read it.") { IsDescribed = false },
            new("AWS:Region", SettingKind.Region, "Set by Aspire with AWS_REGION; the service does not read it.") { IsDescribed = false },
            .. OtherOutputs.Select(output => new Setting(
                $"{SettingNames.ResourcesSection}:{output}",
                SettingKind.Text,
                "An output of the data stack, set by Aspire; the service does not read it."
            )
            {
                IsDescribed = false,
            }),
            new(
                $"{SettingNames.ResourcesSection}:*",
                SettingKind.Text,
                "Outputs of another stack, set by Aspire; the service does not read them."
            )
            {
                IsDescribed = false,
            },
            new(
                SettingNames.EngineDataPath,
                SettingKind.Folder,
                "The folder of the embedded engine's data; artifacts/data in a checkout unless set, /data in the image."
            )
            {
                Use = SettingUse.UsedInDevelopment,
            },
            new(SettingNames.EngineInMemory, SettingKind.OnOff, "Whether the embedded engine keeps its data in memory only.")
            {
                Default = Off,
                Use = SettingUse.UsedInDevelopment,
            },
            new(SettingNames.SamplesEnabled, SettingKind.OnOff, "Whether an empty table is filled with samples.")
            {
                Default = On,
                Use = SettingUse.UsedInDevelopment,
            },
        ];

    private static IEnumerable<Setting> Tokens() =>
        [
            new(
                SettingNames.Authority,
                SettingKind.Address,
                "The issuer of the tokens. An issuer or an audience, from wherever it is set, switches the check of tokens on; with neither, Development takes every caller for the user demo."
            )
            {
                Use = SettingUse.Required,
            },
            new(
                Bearer("MetadataAddress"),
                SettingKind.Address,
                "The issuer's discovery document, if it is not below the issuer's address."
            ),
            new(
                Bearer("RequireHttpsMetadata"),
                SettingKind.OnOff,
                "Whether the issuer's keys come over https only; Production refuses false with an http address."
            )
            {
                Default = On,
            },
            new(SettingNames.Audience, SettingKind.Text, "An audience whose tokens are accepted.") { Use = SettingUse.Required },
            new(Bearer("ValidAudiences:*"), SettingKind.Text, "More audiences."),
            new(Bearer("ValidAudience"), SettingKind.Text, "One audience, instead of a list."),
            new(Bearer("ValidIssuers:*"), SettingKind.Text, "Issuers, in place of the one that the discovery document names."),
            new(Bearer("ValidIssuer"), SettingKind.Text, "One issuer, instead of a list."),
            new(
                Bearer("SigningKeys:*:Id"),
                SettingKind.Text,
                "The id of a key, as 'dotnet user-jwts' writes it to the user secrets; without an issuer and an audience, keys there are ignored."
            ),
            new(Bearer("SigningKeys:*:Issuer"), SettingKind.Text, "The issuer whose key it is."),
            new(Bearer("SigningKeys:*:Value"), SettingKind.SigningKey, "The key.") { IsSecret = true },
            new(Bearer("SigningKeys:*:Length"), SettingKind.Number(1, 1024), "The key's length in bytes."),
            new(Bearer("BackchannelTimeout"), SettingKind.Duration, "How long the issuer may take to answer.") { Default = "00:01:00" },
            new(Bearer("RefreshInterval"), SettingKind.Duration, "The least time between two requests for new keys.")
            {
                Default = "00:05:00",
            },
            new(Bearer("IncludeErrorDetails"), SettingKind.OnOff, "Whether a refusal says what is wrong with the token.") { Default = On },
        ];

    private static IEnumerable<Setting> Service() =>
        [
            new(SettingNames.PageEnabled, SettingKind.OnOff, "Whether the service serves the page, at its address without a path.")
            {
                Default = On,
                DefaultInProduction = Off,
            },
            new(
                SettingNames.UserRequests,
                SettingKind.Number(1, int.MaxValue),
                "Requests of one user in each window; each process counts for itself."
            )
            {
                Default = "1200",
            },
            new("RateLimits:User:WindowSeconds", SettingKind.Number(1, 86_400), "Seconds of that window.") { Default = "60" },
            new(
                "RateLimits:Address:Requests",
                SettingKind.Number(1, int.MaxValue),
                "Requests of one address without a valid token in each window."
            )
            {
                Default = "120",
            },
            new("RateLimits:Address:WindowSeconds", SettingKind.Number(1, 86_400), "Seconds of that window.") { Default = "60" },
            new(
                SettingNames.RecordingEnabled,
                SettingKind.OnOff,
                "Whether each user's last requests are recorded for a report, with their responses and what they asked the storage; tokens and uploaded files are not."
            )
            {
                Default = On,
                DefaultInProduction = Off,
            },
            new(
                SettingNames.RecordingPath,
                SettingKind.Folder,
                "The folder of what is recorded, 8 MiB for each process; artifacts/recording in a checkout unless set, /recording in the image."
            ),
            new("Recording:Hours", SettingKind.Number(1, 168), "Hours after which what is recorded is forgotten.") { Default = "24" },
            new(
                SettingNames.CapsulePath,
                SettingKind.ExistingPath,
                "A capsule, as a ZIP archive or a folder: the embedded engine starts with what is in it, in memory, the clock as it was, and every caller is the capsule's user."
            )
            {
                Use = SettingUse.DevelopmentOnly,
            },
            new(
                SettingNames.CapsuleReplay,
                SettingKind.OnOff,
                "Whether the capsule's requests are sent again, from the state before them on, and the answers compared."
            )
            {
                Default = Off,
                Use = SettingUse.DevelopmentOnly,
            },
            new("Import:PerUser", SettingKind.Number(1, 1000), "Files that one user can import at once; each process counts for itself.")
            {
                Default = "2",
            },
            new("Import:InAll", SettingKind.Number(1, 1000), "Files that all users can import at once.") { Default = "16" },
        ];

    private static IEnumerable<Setting> Server() =>
        [
            new(SettingNames.Addresses, SettingKind.ServerAddresses, "Where the server listens; wins over the ports.") { Key = "urls" },
            new(SettingNames.Ports, SettingKind.Ports, "Ports on which the server listens, on all addresses; for a container.")
            {
                Key = "http_ports",
            },
            new("ASPNETCORE_HTTPS_PORTS", SettingKind.NoPorts, "Refused: the service has no certificate.")
            {
                Key = "https_ports",
                IsDescribed = false,
            },
            new("Kestrel:Endpoints:*:Url", SettingKind.OneServerAddress, "A named address; wins over all others."),
            new("Kestrel:Endpoints:*:Protocols", Protocols, "The protocols there."),
            new("Kestrel:EndpointDefaults:Protocols", Protocols, "The protocols of endpoints that set none."),
            new(
                SettingNames.AllowedHosts,
                SettingKind.Hosts,
                "The names under which the service answers. Development always answers under IP addresses and localhost; the others under any name while none is listed."
            ),
            new(
                "Server:MaxConnections",
                SettingKind.Number(10, 100_000),
                "Concurrent connections; when there are more, a new one takes the place of an idle one."
            )
            {
                Default = "2000",
            },
            new(
                "ASPNETCORE_FORWARDEDHEADERS_ENABLED",
                SettingKind.OnOff,
                "Whether the headers of a proxy tell the client's address and scheme."
            )
            {
                Key = "forwardedheaders_enabled",
                Default = Off,
            },
            new(
                "ASPNETCORE_CONTENTROOT",
                SettingKind.ExistingFolder,
                "Set by hosting tools; the service reads its files next to the program all the same."
            )
            {
                Key = "contentroot",
                IsDescribed = false,
            },
            new("ASPNETCORE_APPLICATIONNAME", SettingKind.Text, "Set by hosting tools; the service does not read it.")
            {
                Key = "applicationname",
                IsDescribed = false,
            },
        ];

    private static IEnumerable<Setting> Logging() =>
        [
            new("Logging:LogLevel:*", SettingKind.Level, "The least level that is logged for a category; Default is for all others.")
            {
                IsDescribed = false,
            },
            new("Logging:*:LogLevel:*", SettingKind.Level, "The same for one provider, such as Console or OpenTelemetry.")
            {
                IsDescribed = false,
            },
            new("Logging:Console:FormatterName", SettingKind.Choice("simple"), "The console's format.")
            {
                Default = "simple",
                IsDescribed = false,
            },
            new(
                "Logging:*:LogToStandardErrorThreshold",
                SettingKind.Level,
                "The level from which lines of the provider Console go to standard error."
            )
            {
                Default = "None",
                IsDescribed = false,
            },
            new("Logging:Console:MaxQueueLength", SettingKind.Number(1, 1_000_000), "Lines that may wait for the console.")
            {
                Default = "2500",
                IsDescribed = false,
            },
            new("Logging:Console:QueueFullMode", SettingKind.Choice("Wait", "DropWrite"), "What happens when more wait.")
            {
                Default = "Wait",
                IsDescribed = false,
            },
            new("Logging:Console:FormatterOptions:TimestampFormat", SettingKind.TimeFormat, "The time before each line.")
            {
                IsDescribed = false,
            },
            .. ConsoleSwitches.Select(name => new Setting(
                $"Logging:Console:FormatterOptions:{name}",
                SettingKind.OnOff,
                $"The console's {name}."
            )
            {
                Default = Off,
                IsDescribed = false,
            }),
            new(
                "Logging:Console:FormatterOptions:ColorBehavior",
                SettingKind.Choice("Default", "Enabled", "Disabled"),
                "Whether lines have colors."
            )
            {
                Default = "Default",
                IsDescribed = false,
            },
        ];

    private static IEnumerable<Setting> OpenTelemetry() =>
        [
            .. Signals.SelectMany(signal =>
                new Setting[]
                {
                    new(
                        $"OTEL_EXPORTER_OTLP_{signal}ENDPOINT",
                        SettingKind.Address,
                        $"Where {Of(signal)} are sent over OTLP{(signal.Length == 0 ? "; without it, nowhere" : "")}."
                    ),
                    new($"OTEL_EXPORTER_OTLP_{signal}HEADERS", SettingKind.Headers, $"Headers that are sent with {Of(signal)}.")
                    {
                        IsSecret = true,
                    },
                    new(
                        $"OTEL_EXPORTER_OTLP_{signal}PROTOCOL",
                        SettingKind.Choice("grpc", "http/protobuf"),
                        $"The protocol for {Of(signal)}."
                    )
                    {
                        Default = "grpc",
                    },
                    new($"OTEL_EXPORTER_OTLP_{signal}TIMEOUT", Milliseconds, $"Milliseconds that sending {Of(signal)} may take.")
                    {
                        Default = "10000",
                    },
                }
            ),
            new("OTEL_SERVICE_NAME", SettingKind.Text, "The service's name in the telemetry."),
            new("OTEL_RESOURCE_ATTRIBUTES", SettingKind.Attributes, "More attributes of the service in the telemetry."),
            new("OTEL_SDK_DISABLED", SettingKind.OnOff, "Whether nothing is collected.") { Default = Off },
            new(
                "OTEL_TRACES_SAMPLER",
                SettingKind.Choice(
                    "always_on",
                    "always_off",
                    "traceidratio",
                    "parentbased_always_on",
                    "parentbased_always_off",
                    "parentbased_traceidratio"
                ),
                "Which traces are collected."
            )
            {
                Default = "parentbased_always_on",
            },
            new("OTEL_TRACES_SAMPLER_ARG", SettingKind.Share, "The share that traceidratio collects.") { Default = "1" },
            new(
                "OTEL_METRICS_EXEMPLAR_FILTER",
                SettingKind.Choice("always_on", "always_off", "trace_based"),
                "Which measurements name their trace."
            )
            {
                Default = "always_off",
            },
            new("OTEL_METRIC_EXPORT_INTERVAL", Milliseconds, "Milliseconds between two exports of metrics.") { Default = "60000" },
            new("OTEL_METRIC_EXPORT_TIMEOUT", Milliseconds, "Milliseconds that an export may take.") { Default = "30000" },
            new(
                "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE",
                SettingKind.Choice("cumulative", "delta", "lowmemory"),
                "Whether metrics are totals or changes."
            )
            {
                Default = "cumulative",
            },
            .. Batches.SelectMany(batch =>
                new Setting[]
                {
                    new($"OTEL_{batch.Name}_SCHEDULE_DELAY", Milliseconds, $"Milliseconds between two exports of {batch.Records}.")
                    {
                        Default = "5000",
                    },
                    new($"OTEL_{batch.Name}_EXPORT_TIMEOUT", Milliseconds, "Milliseconds that an export may take.") { Default = "30000" },
                    new($"OTEL_{batch.Name}_MAX_QUEUE_SIZE", Count, $"The most {batch.Records} that wait.") { Default = "2048" },
                    new($"OTEL_{batch.Name}_MAX_EXPORT_BATCH_SIZE", Count, "The most in an export.") { Default = "512" },
                }
            ),
        ];

    private static SettingKind Protocols => SettingKind.Choice("Http1", "Http2", "Http1AndHttp2");

    private static SettingKind Milliseconds => SettingKind.Number(1, int.MaxValue);

    private static SettingKind Count => SettingKind.Number(1, 1_000_000);

    private static string Bearer(string name) => $"{SettingNames.BearerSection}:{name}";

    private static string Of(string signal) =>
        signal.Length == 0 ? "logs, metrics and traces" : signal.TrimEnd('_').ToLower(CultureInfo.InvariantCulture);
}
