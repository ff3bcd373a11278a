using System.Text.Json.Nodes;
using Fitness.Api.Web.Authentication;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>A service that starts with what is in a capsule.</summary>
/// <param name="Content">What is in it.</param>
/// <param name="Before">The table before its first certain request.</param>
/// <param name="Replays">Whether the requests are sent again.</param>
/// <param name="Settings">The settings with which it starts.</param>
internal sealed record CapsuleStart(CapsuleContent Content, StateBefore Before, bool Replays, CapsuleSettings Settings)
{
    /// <summary>The table with which it starts.</summary>
    public IReadOnlyList<JsonObject> Items => Replays ? Before.Items : Content.Items;

    /// <summary>The time at which it starts.</summary>
    public DateTimeOffset At =>
        Replays && Content.Requests.FirstOrDefault(request => request.Number >= Before.First) is { } first
            ? first.At
            : Content.Index.CreatedAt;

    /// <summary>Whose calls those without a token are.</summary>
    public string User => Content.Index.Users is [var first, ..] ? first : DemoUser.Id;

    /// <summary>Reads the capsule that the settings name, and puts its own settings in their place. Outside Development the check of settings refuses the name.</summary>
    /// <exception cref="StartException">The capsule cannot be used.</exception>
    public static CapsuleStart? Read(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (configuration[SettingNames.CapsulePath] is not { Length: > 0 } path || !builder.Environment.IsDevelopment())
            return null;
        var content = CapsuleReader.Read(path);
        var settings = new CapsuleSettings(content.Environment, configuration);
        configuration.AddInMemoryCollection(settings.Values);
        return new CapsuleStart(
            content,
            StateBefore.Find(content.Requests, content.Items),
            bool.TryParse(configuration[SettingNames.CapsuleReplay], out var replays) && replays,
            settings
        );
    }
}
