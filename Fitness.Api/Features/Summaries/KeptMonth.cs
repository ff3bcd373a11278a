using System.IO.Compression;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Features.Activities;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Summaries;

/// <summary>
/// The totals of a civil month by day and sport, as they were after a change. They are kept beside the activities and serve as long as the
/// user's counter says that no later change touched the month. They are never adjusted to a change, only computed anew, so they cannot drift.
/// </summary>
/// <param name="Month">The month's first date.</param>
/// <param name="Stream">The life of the counter in which they were computed.</param>
/// <param name="AsOf">The number of the last change that they include.</param>
/// <param name="KnowsDuplicates">Whether the totals without possible duplicates are known.</param>
/// <param name="Days">The totals; null if what is stored cannot be read.</param>
internal sealed record KeptMonth(DateOnly Month, string Stream, long AsOf, bool KnowsDuplicates, IReadOnlyList<SportDay>? Days)
{
    /// <summary>The fewest activities that can make it worthwhile to keep a month: reading them takes 4 units.</summary>
    public const int LeastActivities = 82;

    /// <summary>What one item may have, so that as many as one transaction takes stay below the 4 MB that it takes.</summary>
    private const int MaxBytes = 40_000;

    // How much DynamoDB reads and writes for one unit, and what an activity takes in the index by day.
    private const int ReadUnit = 4096;
    private const int WriteUnit = 1024;
    private const int ActivityBytes = 200;

    private const string StreamName = "stream";
    private const string AsOfName = "asOf";
    private const string FormName = "form";
    private const string DuplicatesName = "knowsDuplicates";
    private const string DaysName = "days";

    /// <summary>As long as a tombstone: of someone who has left nothing stays for ever.</summary>
    private static readonly TimeSpan Life = ActivityItem.TombstoneLife;

    /// <summary>What a version of the service sums. Totals kept by one that summed something else do not serve.</summary>
    private static readonly string Form = string.Join(' ', Totals.Names);

    /// <summary>How many activities there are.</summary>
    public int Count => Days!.Sum(day => day.Totals.Count);

    /// <summary>Whether the totals are those of the month's activities, as far as the counter knows.</summary>
    public bool IsUpToDate(ChangeCounter counter) =>
        Stream == counter.Stream && AsOf <= counter.Last && counter.Months.IsUnchangedSince(ActivityKeys.Month(Month), AsOf);

    /// <summary>Whether a summary can be made of the totals.</summary>
    public bool Serves(DuplicateCounting duplicates) => Days is not null && (KnowsDuplicates || duplicates == DuplicateCounting.Include);

    /// <summary>Whether these totals are the same as the right ones, as far as both know them.</summary>
    public bool Agrees(KeptMonth right) =>
        Days is not null && Days.SequenceEqual(KnowsDuplicates ? right.Days! : right.Days!.Select(day => day with { Distinct = null }));

    /// <summary>
    /// Whether keeping them is worth it: a reading of the activities takes at least as many units as one transaction that keeps their totals,
    /// which is at most an eighth of the bytes. Someone with an activity or two a day has nothing kept.
    /// </summary>
    /// <param name="bytes">The size of the totals as they are stored.</param>
    public bool Pays(int bytes) => bytes <= MaxBytes && Count * ActivityBytes / ReadUnit >= 2 * (1 + ((bytes + WriteUnit - 1) / WriteUnit));

    public Item ToItem(string userId, DateTimeOffset now)
    {
        var itemId = ActivityKeys.CalendarItem(Month);
        var item = ActivityItem.Key(userId, itemId);
        // Versions of the service that know no such item take it for a tombstone when they export, and those have an id.
        item.Put(ActivityItem.Id, itemId);
        item.Put(StreamName, Stream);
        item.Put(AsOfName, AsOf);
        item.Put(FormName, Form);
        item[DuplicatesName] = new AttributeValue { BOOL = KnowsDuplicates };
        item[DaysName] = new AttributeValue { B = Pack(Days!) };
        item.Put(ItemAttributes.ExpiresAt, (now + Life).ToUnixTimeSeconds());
        return item;
    }

    /// <summary>The totals in an item; null if they have expired or sum something else.</summary>
    public static KeptMonth? FromItem(Item item, DateTimeOffset now) =>
        item.IsExpired(now) || item.Text(FormName) != Form
            ? null
            : new KeptMonth(
                ActivityKeys.MonthOfCalendarItem(item[ItemAttributes.ItemId].S),
                item.Text(StreamName) ?? "",
                (long)(item.Number(AsOfName) ?? -1),
                item.GetValueOrDefault(DuplicatesName)?.BOOL == true,
                Unpack(item.GetValueOrDefault(DaysName)?.B ?? new MemoryStream())
            );

    private static MemoryStream Pack(IReadOnlyList<SportDay> days)
    {
        var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            JsonSerializer.Serialize(zip, days, SummaryJson.Default.IReadOnlyListSportDay);
        packed.Position = 0;
        return packed;
    }

    private static IReadOnlyList<SportDay>? Unpack(MemoryStream packed)
    {
        try
        {
            using var zip = new ZLibStream(packed, CompressionMode.Decompress);
            return JsonSerializer.Deserialize(zip, SummaryJson.Default.IReadOnlyListSportDay);
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            return null;
        }
    }
}
