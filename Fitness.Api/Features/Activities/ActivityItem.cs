using Amazon.DynamoDBv2.Model;
using Fitness.Api.Storage;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Fitness.Api.Features.Activities;

/// <summary>How an activity lies in the table. Attributes bear the names of the JSON fields; a missing measure has no attribute.</summary>
internal static class ActivityItem
{
    public const string Id = "id";
    public const string DeletedAt = "deletedAt";
    public const string ElapsedSeconds = "elapsedSeconds";
    public const string MovingSeconds = "movingSeconds";
    public const string DistanceMeters = "distanceMeters";
    public const string ElevationGainMeters = "elevationGainMeters";
    public const string EnergyKilocalories = "energyKilocalories";
    public const string Steps = "steps";
    public const string SportName = "sport";
    public const string StartKey = "startKey";
    public const string SportKey = "sportKey";
    public const string DayKey = "dayKey";
    public const string ChangeNumber = "changeNumber";
    public const string Version = "version";

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

    public static Activity ToActivity(Item item) => new()
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

    public static Sport ToSport(Item item) => Enum.Parse<Sport>(item[SportName].S, ignoreCase: true);

    /// <summary>What a deleted activity leaves for those who sync: no index but the one by change, and an end of its own.</summary>
    public static Item ToTombstone(string userId, string id, int version, long changeNumber, DateTimeOffset now, TimeSpan life)
    {
        var item = Key(userId, ActivityKeys.Item(id));
        item.Put(ChangeNumber, changeNumber);
        item.Put(Id, id);
        item.Put(DeletedAt, now);
        item.Put(Version, version);
        item.Put(ItemAttributes.ExpiresAt, (now + life).ToUnixTimeSeconds());
        return item;
    }

    /// <summary>Whether the item is a live activity, neither a tombstone nor something else.</summary>
    public static bool IsLive(Item item) => item.ContainsKey(StartKey);

    public static Item Key(string userId, string itemId) => new()
    {
        [ItemAttributes.UserId] = new AttributeValue(userId),
        [ItemAttributes.ItemId] = new AttributeValue(itemId),
    };
}
