using System.Text.Json.Nodes;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Requests;

namespace Fitness.Api.Features.Activities;

/// <summary>The example activity of the OpenAPI document, in all its representations.</summary>
public static class ActivityExamples
{
    /// <summary>Its id.</summary>
    public const string Id = "0198c1e0-7d2a-7c4b-9f13-2f6f0a1d5b77";

    /// <summary>Its start.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 1, 7, 30, 0, TimeSpan.FromHours(1));

    /// <summary>When it was stored.</summary>
    public static readonly DateTimeOffset StoredAt = new(2026, 11, 1, 7, 2, 11, 480, TimeSpan.Zero);

    /// <summary>As a client sends it.</summary>
    public static readonly ActivityInput Input = new()
    {
        Sport = Sport.Running,
        Name = "Morning run",
        Start = Start,
        ElapsedSeconds = 1860,
        MovingSeconds = 1800,
        DistanceMeters = 5012.5m,
        ElevationGainMeters = 31m,
        EnergyKilocalories = 402m,
        Steps = 4780,
        AverageHeartRate = 148,
        MaxHeartRate = 171,
        Source = ActivitySource.App,
    };

    /// <summary>As it is stored.</summary>
    public static readonly Activity Stored = new(Input)
    {
        Id = Id,
        CreatedAt = StoredAt,
        UpdatedAt = StoredAt,
        Version = 1,
    };

    internal static BodyExample[] All =>
        [
            BodyExample.Of(Input, ActivityJson.Default.ActivityInput),
            BodyExample.Of(JsonDocuments.MergePatch, new JsonObject { ["name"] = "Easy morning run", ["notes"] = null }),
            BodyExample.Of(Stored, ActivityJson.Default.Activity),
            BodyExample.Of(new ActivityList([Stored], null), ActivityJson.Default.ActivityList),
            BodyExample.Of(
                new WalkthroughActivity(Id, DemoUser.Id, DateOnly.FromDateTime(Start.DateTime)),
                ActivityJson.Default.WalkthroughActivity
            ),
        ];
}
