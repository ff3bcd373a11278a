using System.Text.Json.Nodes;
using Fitness.Api.Settings;
using Fitness.Api.Storage.Engine;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>A service that starts with what is in a capsule.</summary>
/// <param name="Content">What is in it.</param>
/// <param name="Before">The table before its first certain request.</param>
/// <param name="Replays">Whether the requests are sent again.</param>
/// <param name="LeftOut">The captured settings that do not hold here, a sentence each.</param>
internal sealed record CapsuleStart(CapsuleContent Content, StateBefore Before, bool Replays, IReadOnlyList<string> LeftOut)
{
    // Types of values that lead nowhere.
    private static readonly HashSet<string> Applied =
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

    private const string AddressRequests = "RateLimits:Address:Requests";

    /// <summary>The table with which it starts.</summary>
    public IReadOnlyList<JsonObject> Items => Replays ? Before.Items : Content.Items;

    /// <summary>The time at which it starts.</summary>
    public DateTimeOffset At =>
        Replays && Content.Requests.FirstOrDefault(request => request.Number >= Before.First) is { } first
            ? first.At
            : Content.Index.CreatedAt;

    /// <summary>Whose calls those without a token are.</summary>
    public string User => Content.Index.Users is [var first, ..] ? first : Web.Authentication.DemoUser.Id;

    /// <summary>Reads the capsule that the settings name, and puts its own settings in their place. Outside Development the check of settings refuses the name.</summary>
    /// <exception cref="StartException">The capsule cannot be used.</exception>
    public static CapsuleStart? Read(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (configuration[SettingNames.CapsulePath] is not { Length: > 0 } path || !builder.Environment.IsDevelopment())
            return null;
        var content = CapsuleReader.Read(path);
        var leftOut = new List<string>();
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            [SettingNames.Endpoint] = "",
            [SettingNames.EngineInMemory] = bool.TrueString,
            [SettingNames.SamplesEnabled] = bool.FalseString,
            [SettingNames.RecordingEnabled] = bool.TrueString,
            // A replay takes less time than what it replays.
            [SettingNames.UserRequests] = "1000000",
            [AddressRequests] = "1000000",
        };
        foreach (var (key, value) in configuration.GetSection(SettingNames.BearerSection).AsEnumerable())
        {
            if (value is not null)
                settings[key] = "";
        }
        foreach (var (variable, setting) in content.Environment["settings"] as JsonObject ?? [])
            Apply(variable, setting as JsonObject ?? [], settings, leftOut, key => configuration[key] is { Length: > 0 });
        configuration.AddInMemoryCollection(settings);
        return new CapsuleStart(
            content,
            StateBefore.Find(content.Requests, content.Items),
            bool.TryParse(configuration[SettingNames.CapsuleReplay], out var replays) && replays,
            leftOut
        );
    }

    private static void Apply(
        string variable,
        JsonObject setting,
        Dictionary<string, string?> settings,
        List<string> leftOut,
        Func<string, bool> isSetHere
    )
    {
        var isSet = (string?)setting["source"] != "default";
        var row = SettingTable.Rows.FirstOrDefault(one =>
            SettingNames.Variable(one.Name).Equals(variable, StringComparison.OrdinalIgnoreCase)
        );
        if (row?.Name == SettingNames.Environment || (!isSet && (row is null || !isSetHere(row.Key))))
            return;
        if (Array.Exists(Own, own => variable.StartsWith(own, StringComparison.OrdinalIgnoreCase)))
        {
            if (isSet)
                leftOut.Add($"{Readable.Value(variable)}: a replay has its own.");
        }
        else if (row is null)
            leftOut.Add($"{Readable.Value(variable)}: this build has no such setting.");
        else if (row.IsSecret)
            leftOut.Add($"{variable}: it is a secret, and is not in the capsule.");
        else if (row.Use == SettingUse.DevelopmentOnly || !Applied.Contains(row.Kind.Type))
            leftOut.Add($"{variable}: it may lead outside.");
        else if ((string?)setting["value"] is { } value && row.Problem(row.Key, value) is { } problem)
            leftOut.Add($"{variable}: {problem}");
        else
            settings[row.Key] = (string?)setting["value"] ?? "";
    }
}
