using Amazon.DynamoDBv2.Model;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Activities;

/// <summary>An activity as an item of the table. Attributes have the names of the JSON fields; a missing measure has no attribute.</summary>
public static class ActivityItem
{
    /// <summary>The attribute with the activity's id.</summary>
    public const string Id = "id";

    /// <summary>The attribute with the time of deletion; only in tombstones.</summary>
    public const string DeletedAt = "deletedAt";

    /// <summary>The attribute with the seconds from start to end.</summary>
    public const string ElapsedSeconds = "elapsedSeconds";

    /// <summary>The attribute with the seconds in motion.</summary>
    public const string MovingSeconds = "movingSeconds";

    /// <summary>The attribute with the metres covered.</summary>
    public const string DistanceMeters = "distanceMeters";

    /// <summary>The attribute with the metres climbed.</summary>
    public const string ElevationGainMeters = "elevationGainMeters";

    /// <summary>The attribute with the kilocalories burned.</summary>
    public const string EnergyKilocalories = "energyKilocalories";

    /// <summary>The attribute with the steps.</summary>
    public const string Steps = "steps";

    /// <summary>The attribute with the sport, as in JSON.</summary>
    public const string SportName = "sport";

    /// <summary>The sort key of the index by start.</summary>
    public const string StartKey = "startKey";

    /// <summary>The sort key of the index by sport.</summary>
    public const string SportKey = "sportKey";

    /// <summary>The sort key of the index by civil date.</summary>
    public const string DayKey = "dayKey";

    /// <summary>The sort key of the index by change.</summary>
    public const string ChangeNumber = "changeNumber";

    /// <summary>The attribute with the version, from 1.</summary>
    public const string Version = "version";

    /// <summary>How long a tombstone is kept for devices that have not synced since the deletion: 91 days.</summary>
    public static readonly TimeSpan TombstoneLife = TimeSpan.FromDays(91);

    /// <summary>The item of an activity.</summary>
    /// <param name="userId">Whose activity.</param>
    /// <param name="activity">The activity.</param>
    /// <param name="changeNumber">Its number in the order of the user's changes.</param>
    public static Item ToItem(string userId, Activity activity, long changeNumber)
    {
        var startKey = ActivityKeys.Start(activity.Start!.Value, activity.Id);
        var item = Key(userId, ActivityKeys.Item(activity.Id));
        item.Put(StartKey, startKey);
        item.Put(SportKey, ActivityKeys.OfSport(activity.Sport!.Value, startKey));
        item.Put(DayKey, ActivityKeys.Day(activity.Start.Value, activity.Id));
        item.Put(ChangeNumber, changeNumber);
        item.Put(Id, activity.Id);
        item.Put(SportName, ActivityKeys.SportName(activity.Sport.Value));
        item.Put("name", activity.Name);
        item.Put("start", activity.Start);
        item.Put(ElapsedSeconds, activity.ElapsedSeconds);
        item.Put(MovingSeconds, activity.MovingSeconds);
        item.Put(DistanceMeters, activity.DistanceMeters);
        item.Put(ElevationGainMeters, activity.ElevationGainMeters);
        item.Put(EnergyKilocalories, activity.EnergyKilocalories);
        item.Put(Steps, activity.Steps);
        item.Put("averageHeartRate", activity.AverageHeartRate);
        item.Put("maxHeartRate", activity.MaxHeartRate);
        item.Put("source", activity.Source?.ToString());
        item.Put("device", activity.Device);
        item.Put("notes", activity.Notes);
        item.Put("createdAt", activity.CreatedAt);
        item.Put("updatedAt", activity.UpdatedAt);
        item.Put(Version, activity.Version);
        return item;
    }

    /// <summary>The activity in a live item.</summary>
    public static Activity ToActivity(Item item) =>
        new()
        {
            Id = item[Id].S,
            Sport = ToSport(item),
            Name = item.Text("name"),
            Start = item.Time("start"),
            ElapsedSeconds = item.Int(ElapsedSeconds),
            MovingSeconds = item.Int(MovingSeconds),
            DistanceMeters = item.Number(DistanceMeters),
            ElevationGainMeters = item.Number(ElevationGainMeters),
            EnergyKilocalories = item.Number(EnergyKilocalories),
            Steps = item.Int(Steps),
            AverageHeartRate = item.Int("averageHeartRate"),
            MaxHeartRate = item.Int("maxHeartRate"),
            Source = item.Text("source") is { } source ? Enum.Parse<ActivitySource>(source) : null,
            Device = item.Text("device"),
            Notes = item.Text("notes"),
            CreatedAt = item.Time("createdAt")!.Value,
            UpdatedAt = item.Time("updatedAt")!.Value,
            Version = item.Int(Version)!.Value,
        };

    /// <summary>The sport in a live item.</summary>
    public static Sport ToSport(Item item) => Enum.Parse<Sport>(item[SportName].S, ignoreCase: true);

    /// <summary>What remains of a deleted activity for clients that sync. It is only in the index by change, and it expires.</summary>
    internal static Item ToTombstone(string userId, string id, int version, long changeNumber, DateTimeOffset now, TimeSpan life)
    {
        var item = Key(userId, ActivityKeys.Item(id));
        item.Put(ChangeNumber, changeNumber);
        item.Put(Id, id);
        item.Put(DeletedAt, now);
        item.Put(Version, version);
        item.Put(ItemAttributes.ExpiresAt, (now + life).ToUnixTimeSeconds());
        return item;
    }

    /// <summary>Whether the item is a live activity, not a tombstone or another kind of item.</summary>
    public static bool IsLive(Item item) => item.ContainsKey(StartKey);

    /// <summary>The primary key of an item.</summary>
    public static Item Key(string userId, string itemId) =>
        new(StringComparer.Ordinal)
        {
            [ItemAttributes.UserId] = new AttributeValue(userId),
            [ItemAttributes.ItemId] = new AttributeValue(itemId),
        };
}
