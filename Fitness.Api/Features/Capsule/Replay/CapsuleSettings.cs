using System.Text.Json.Nodes;
using Fitness.Api.Settings;
using Fitness.Api.Storage.Engine;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>The settings of a replay: its own, and the captured ones that are no secret and lead nowhere.</summary>
internal sealed class CapsuleSettings
{
    // A replay takes less time than what it replays.
    private const string NoLimit = "1000000";
    private const string AddressRequests = "RateLimits:Address:Requests";

    // Types of values that lead nowhere.
    private static readonly HashSet<string> Harmless =
    [
        SettingKind.OnOff.Type,
        SettingKind.Number(0, 1).Type,
        SettingKind.Duration.Type,
        SettingKind.Share.Type,
        SettingKind.Choice("").Type,
    ];

    // What a replay has its own of.
    private static readonly string[] Own =
    [
        "ASPNETCORE_",
        "AWS_",
        "OTEL_",
        "Logging",
        "Kestrel",
        "Authentication",
        "RateLimits",
        "Recording",
        EngineOptions.Section,
        "Capsule",
    ];

    private readonly IConfiguration here;
    private readonly HashSet<string> applied = new(StringComparer.Ordinal);
    private readonly List<string> leftOut = [];
    private readonly List<string> replaced = [];
    private readonly Dictionary<string, string?> values = new(StringComparer.OrdinalIgnoreCase)
    {
        [SettingNames.Endpoint] = "",
        [SettingNames.EngineInMemory] = bool.TrueString,
        [SettingNames.SamplesEnabled] = bool.FalseString,
        [SettingNames.RecordingEnabled] = bool.TrueString,
        [SettingNames.UserRequests] = NoLimit,
        [AddressRequests] = NoLimit,
    };

    /// <param name="environment">The captured environment description.</param>
    /// <param name="here">The settings of this process.</param>
    public CapsuleSettings(JsonObject environment, IConfiguration here)
    {
        this.here = here;
        // The users' tokens are the replay's own.
        foreach (var (key, _) in here.GetSection(SettingNames.BearerSection).AsEnumerable().Where(setting => setting.Value is not null))
            values[key] = "";
        // Nothing of a capsule goes to where this machine sends its telemetry, but a dashboard on it may have it.
        foreach (var (key, _) in here.AsEnumerable().Where(setting => LeadsOutside(setting.Key, setting.Value)))
            values[key] = "";
        if (environment["settings"] is not JsonObject captured)
        {
            leftOut.Add("all settings: who made the capsule may not read them, so that they are not in it.");
            return;
        }
        foreach (var (variable, setting) in captured)
            Apply(variable, setting as JsonObject ?? []);
    }

    /// <summary>The values by their keys; an empty one is none.</summary>
    public IReadOnlyDictionary<string, string?> Values => values;

    /// <summary>The captured ones that hold here, by the names of their variables.</summary>
    public IReadOnlySet<string> Applied => applied;

    /// <summary>Those that were set and do not hold here, a sentence each.</summary>
    public IReadOnlyList<string> LeftOut => leftOut;

    /// <summary>The names of those that were set and of which a replay has its own.</summary>
    public IReadOnlyList<string> Replaced => replaced;

    private void Apply(string variable, JsonObject setting)
    {
        var (isSet, value) = (Text(setting["source"]) != "default", Text(setting["value"]));
        var row = SettingTable.Rows.FirstOrDefault(one =>
            SettingNames.Variable(one.Name).Equals(variable, StringComparison.OrdinalIgnoreCase)
        );
        if (row?.Name == SettingNames.Environment || (!isSet && (row is null || here[row.Key] is not { Length: > 0 })))
            return;
        if (Array.Exists(Own, own => variable.StartsWith(own, StringComparison.OrdinalIgnoreCase)))
        {
            if (isSet)
                replaced.Add(Readable.Value(variable));
        }
        else if (row is null)
            LeaveOut("this build has no such setting");
        else if (row.IsSecret)
            LeaveOut("it is a secret, and is not in the capsule");
        else if (row.Use == SettingUse.DevelopmentOnly || !Harmless.Contains(row.Kind.Type))
            LeaveOut("it may lead outside");
        else if (value is not null && row.Problem(row.Key, value) is { } problem)
            LeaveOut(problem.TrimEnd('.'));
        else
        {
            values[row.Key] = value ?? "";
            applied.Add(variable);
        }

        void LeaveOut(string reason)
        {
            if (isSet)
                leftOut.Add($"{Readable.Value(variable)}: {reason}.");
        }
    }

    private static bool LeadsOutside(string key, string? value) =>
        key.StartsWith("OTEL_EXPORTER_OTLP", StringComparison.OrdinalIgnoreCase)
        && key.EndsWith("ENDPOINT", StringComparison.OrdinalIgnoreCase)
        && !(Uri.TryCreate(value, UriKind.Absolute, out var address) && address.IsLoopback);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
