using System.Numerics;
using System.Security.Cryptography;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Activities;

/// <summary>
/// A user's change counter. Every write takes the next number in its own transaction, on condition that the counter has not changed
/// since it was read. So all changes of a user have one order, independent of any clock.
/// <para>
/// DynamoDB applies a transaction's items one by one, and a Query can see the counter or a later change before an earlier one
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-isolation). The window records
/// which of the newest numbers still stand, that is, have not been superseded by a later change of the same item. A reader of
/// changes waits for a standing number that is not visible yet, instead of skipping it.
/// </para>
/// </summary>
public sealed record ChangeCounter
{
    /// <summary>The attribute that holds the mark of an erasure.</summary>
    public const string Erasing = "erasing";

    /// <summary>How many of the newest numbers the window covers: more than two transactions of maximum size.</summary>
    public const int WindowSize = 256;

    internal const string LastName = "lastChange";

    /// <summary>The attribute that holds <see cref="Stream"/>.</summary>
    internal const string StreamName = "stream";
    private const string WindowName = "window";
    private const string ChangedAtName = "changedAt";
    private const string CheckpointName = "checkpoint";
    private const string CheckpointAtName = "checkpointAt";
    private const string SettledName = "settled";
    private const string MonthsName = "months";

    // Far longer than a transaction takes or clocks differ, and far shorter than the life of a tombstone.
    private static readonly TimeSpan Settling = TimeSpan.FromDays(1);
    private static readonly BigInteger WindowMask = (BigInteger.One << WindowSize) - 1;

    /// <summary>Identifies one life of the counter; a new life begins after all data of the user was erased.</summary>
    public required string Stream { get; init; }

    /// <summary>The number of the last change; 0 before the first.</summary>
    public long Last { get; private init; }

    /// <summary>The mark of the erasure in progress, or null. No write is allowed during an erasure.</summary>
    public string? Erasure { get; private init; }

    /// <summary>Which months the latest changes touched.</summary>
    public ChangedMonths Months { get; private init; } = ChangedMonths.UnknownUpTo(0);

    /// <summary>When the last change was made.</summary>
    private DateTimeOffset ChangedAt { get; init; }

    /// <summary>A number, and when it was the last; once that is long enough ago, everything up to the number has settled.</summary>
    private (long Number, DateTimeOffset At) Checkpoint { get; init; }

    /// <summary>A missing change up to this number has been removed; it is not one that will still appear.</summary>
    private long Settled { get; init; }

    /// <summary>Bit n is set while change number <see cref="Last"/> - n stands.</summary>
    private BigInteger Window { get; init; }

    /// <summary>The counter of a user who has no data yet.</summary>
    public static ChangeCounter Create() => new() { Stream = RandomName() };

    /// <summary>The counter after a transaction.</summary>
    /// <param name="count">How many changes it makes; they get the next numbers.</param>
    /// <param name="superseded">The numbers that the changed items had before.</param>
    /// <param name="months">The months in which the changed items lie or lay.</param>
    /// <param name="now">The time of the change.</param>
    public ChangeCounter Advance(int count, IEnumerable<long> superseded, IEnumerable<string> months, DateTimeOffset now)
    {
        var last = Last + count;
        var window = ((Window << count) | ((BigInteger.One << count) - 1)) & WindowMask;
        foreach (var number in superseded)
        {
            var age = last - number;
            if (age < WindowSize)
                window &= ~(BigInteger.One << (int)age);
        }
        var passed = now - Checkpoint.At >= Settling;
        return this with
        {
            Last = last,
            Window = window,
            Months = Months.With(months, last),
            ChangedAt = now,
            Checkpoint = passed ? (Last, now) : Checkpoint,
            Settled =
                now - ChangedAt >= Settling ? Last
                : passed ? Checkpoint.Number
                : Settled,
        };
    }

    /// <summary>The counter during an erasure. It advances, so that no write that read it before can commit.</summary>
    public ChangeCounter Erase(DateTimeOffset now) => Advance(1, [Last + 1], [], now) with { Erasure = RandomName() };

    /// <summary>The newest standing numbers, from the given one on, which is 1 or higher, that may not be visible yet; lowest first.</summary>
    public IEnumerable<long> Standing(long from, DateTimeOffset now)
    {
        if (now - ChangedAt >= Settling)
            yield break;
        for (var number = Math.Max(from, Math.Max(Settled, Last - WindowSize) + 1); number <= Last; number++)
        {
            if (!((Window >> (int)(Last - number)) & 1).IsZero)
                yield return number;
        }
    }

    /// <summary>The request that reads a user's counter.</summary>
    public static GetItemRequest Get(TableName table, string userId) =>
        new()
        {
            TableName = table.Value,
            Key = ActivityItem.Key(userId, ActivityKeys.ChangesItem),
            ConsistentRead = true,
        };

    /// <summary>Reads the counter from its item.</summary>
    public static ChangeCounter FromItem(Item item)
    {
        var last = (long)item.Number(LastName)!.Value;
        return new()
        {
            Stream = item[StreamName].S,
            Last = last,
            Months = ChangedMonths.Parse(item.Text(MonthsName), last),
            Window = item.TryGetValue(WindowName, out var window) ? new BigInteger(window.B.ToArray(), isUnsigned: true) : BigInteger.Zero,
            ChangedAt = item.Time(ChangedAtName) ?? DateTimeOffset.MinValue,
            Checkpoint = ((long)(item.Number(CheckpointName) ?? 0), item.Time(CheckpointAtName) ?? DateTimeOffset.MinValue),
            Settled = (long)(item.Number(SettledName) ?? 0),
            Erasure = item.Text(Erasing),
        };
    }

    /// <summary>Puts this counter, on condition that the stored one has not changed since it was read.</summary>
    /// <param name="table">The table.</param>
    /// <param name="userId">Whose counter.</param>
    /// <param name="read">The counter that was read, or null when there was none.</param>
    public Put Put(TableName table, string userId, ChangeCounter? read) =>
        new()
        {
            TableName = table.Value,
            Item = ToItem(userId),
            // The stream is checked too, because the numbers start again after an erasure.
            ConditionExpression = read is null ? "attribute_not_exists(#stream)" : "#stream = :stream AND #last = :last",
            ExpressionAttributeNames = read is null
                ? new(StringComparer.Ordinal) { ["#stream"] = StreamName }
                : new(StringComparer.Ordinal) { ["#stream"] = StreamName, ["#last"] = LastName },
            ExpressionAttributeValues = read is null
                ? null
                : new(StringComparer.Ordinal)
                {
                    [":stream"] = new AttributeValue(read.Stream),
                    [":last"] = new AttributeValue { N = $"{read.Last}" },
                },
        };

    /// <summary>A check that this life of the counter goes on: nothing of the user was or is being erased.</summary>
    public ConditionCheck CheckLife(TableName table, string userId) =>
        new()
        {
            TableName = table.Value,
            Key = ActivityItem.Key(userId, ActivityKeys.ChangesItem),
            ConditionExpression = "#stream = :stream AND attribute_not_exists(#erasing)",
            ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#stream"] = StreamName, ["#erasing"] = Erasing },
            ExpressionAttributeValues = new(StringComparer.Ordinal) { [":stream"] = new AttributeValue(Stream) },
        };

    /// <summary>The counter's item.</summary>
    public Item ToItem(string userId)
    {
        var item = ActivityItem.Key(userId, ActivityKeys.ChangesItem);
        item.Put(StreamName, Stream);
        item.Put(LastName, Last);
        item.Put(ChangedAtName, ChangedAt);
        item.Put(CheckpointName, Checkpoint.Number);
        item.Put(CheckpointAtName, Checkpoint.At);
        item.Put(SettledName, Settled);
        item.Put(MonthsName, Months.ToString());
        item.Put(Erasing, Erasure);
        item[WindowName] = new AttributeValue { B = new MemoryStream(Window.ToByteArray(isUnsigned: true)) };
        return item;
    }

    private static string RandomName() => RandomNumberGenerator.GetHexString(16, lowercase: true);
}
