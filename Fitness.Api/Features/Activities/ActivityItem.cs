using Amazon.DynamoDBv2.Model;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Activities;

/// <summary>An activity as an item of the table. Attributes have the names of the JSON fields; a missing measure has no attribute.</summary>
public static class ActivityItem
{
    private const string CreatedAt = "createdAt";
    private const string UpdatedAt = "updatedAt";

    private static readonly ItemMapper<ActivityInput> Input = new(ActivityJson.Default.ActivityInput);

    /// <summary>The attribute with the activity's id.</summary>
    public const string Id = "id";

    /// <summary>The attribute with the time of deletion; only in tombstones.</summary>
    public const string DeletedAt = "deletedAt";

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

    /// <summary>The attribute with the id of the activity of which this one may be a duplicate.</summary>
    public const string PossibleDuplicateOf = "possibleDuplicateOf";

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
        Input.Write(activity, item);
        // In the form of the index's key.
        item.Put(SportName, ActivityKeys.SportName(activity.Sport.Value));
        item.Put(CreatedAt, activity.CreatedAt);
        item.Put(UpdatedAt, activity.UpdatedAt);
        item.Put(Version, activity.Version);
        item.Put(PossibleDuplicateOf, activity.PossibleDuplicateOf);
        return item;
    }

    /// <summary>The activity in a live item.</summary>
    public static Activity ToActivity(Item item) =>
        new(ToInput(item))
        {
            Id = item[Id].S,
            CreatedAt = item.Time(CreatedAt)!.Value,
            UpdatedAt = item.Time(UpdatedAt)!.Value,
            Version = item.Int(Version)!.Value,
            PossibleDuplicateOf = item.Text(PossibleDuplicateOf),
        };

    /// <summary>What the client said of the activity, as far as the item has it: an index may hold a part.</summary>
    public static ActivityInput ToInput(Item item)
    {
        var input = new ActivityInput();
        Input.Read(item, input);
        return input;
    }

    /// <summary>The attributes that <see cref="ToInput"/> reads.</summary>
    public static IEnumerable<string> InputNames => Input.Names;

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

    /// <summary>The civil months of the live activities among the items.</summary>
    public static IEnumerable<string> MonthsOf(IEnumerable<Item> items) =>
        items.Where(IsLive).Select(item => ActivityKeys.MonthOf(item[DayKey].S)).Distinct(StringComparer.Ordinal);

    /// <summary>The primary key of an item.</summary>
    public static Item Key(string userId, string itemId) =>
        new(StringComparer.Ordinal)
        {
            [ItemAttributes.UserId] = new AttributeValue(userId),
            [ItemAttributes.ItemId] = new AttributeValue(itemId),
        };
}
