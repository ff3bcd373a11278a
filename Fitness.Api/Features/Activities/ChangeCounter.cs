using System.Numerics;
using System.Security.Cryptography;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Activities;

/// <summary>
/// A user's counter of changes. Every write takes the next number in its own transaction, on the condition that the counter is as
/// it was read: so all changes of a user have one order, whatever any clock says.
/// <para>
/// DynamoDB applies a transaction's items one by one, and a Query may see the counter or a later change before an earlier one
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-isolation). The window says
/// which of the newest numbers still stand, that is, have not been superseded by a later change of the same item. Whoever reads
/// changes waits for a standing number that is not there yet, instead of passing it by.
/// </para>
/// </summary>
public sealed record ChangeCounter
{
    /// <summary>The attribute that holds the mark of an erasure.</summary>
    public const string Erasing = "erasing";

    /// <summary>How many of the newest numbers the window holds: more than two of the largest transactions.</summary>
    public const int WindowSize = 256;

    private const string LastName = "lastChange";
    private const string StreamName = "stream";
    private const string WindowName = "window";
    private const string ChangedAtName = "changedAt";
    private const string CheckpointName = "checkpoint";
    private const string CheckpointAtName = "checkpointAt";
    private const string SettledName = "settled";

    // Far longer than a transaction takes and than clocks differ, far shorter than a tombstone lives.
    private static readonly TimeSpan Settling = TimeSpan.FromDays(1);
    private static readonly BigInteger WindowMask = (BigInteger.One << WindowSize) - 1;

    /// <summary>Tells one life of the counter from the next, after everything of a user was erased.</summary>
    public required string Stream { get; init; }

    /// <summary>The number of the last change; 0 before the first.</summary>
    public long Last { get; private init; }

    /// <summary>The mark of the erasure that is under way, or null. No write may come in between.</summary>
    public string? Erasure { get; private init; }

    /// <summary>When the last change was made.</summary>
    private DateTimeOffset ChangedAt { get; init; }

    /// <summary>A number, and when it was the last; when it is old enough, everything up to it has settled.</summary>
    private (long Number, DateTimeOffset At) Checkpoint { get; init; }

    /// <summary>The number up to which what is not there was removed since, and is not still to come.</summary>
    private long Settled { get; init; }

    /// <summary>Bit n is set while the change number <see cref="Last"/> - n stands.</summary>
    private BigInteger Window { get; init; }

    /// <summary>The counter of a user who has nothing yet.</summary>
    public static ChangeCounter Create() => new() { Stream = RandomName() };

    /// <summary>The counter after a transaction.</summary>
    /// <param name="count">How many changes it makes; they get the next numbers.</param>
    /// <param name="superseded">The numbers that the changed items had before.</param>
    /// <param name="now">The time of the change.</param>
    public ChangeCounter Advance(int count, IEnumerable<long> superseded, DateTimeOffset now)
    {
        var last = Last + count;
        var window = ((Window << count) | ((BigInteger.One << count) - 1)) & WindowMask;
        foreach (var number in superseded)
        {
            var age = last - number;
            if (age < WindowSize) window &= ~(BigInteger.One << (int)age);
        }
        var passed = now - Checkpoint.At >= Settling;
        return this with
        {
            Last = last,
            Window = window,
            ChangedAt = now,
            Checkpoint = passed ? (Last, now) : Checkpoint,
            Settled = now - ChangedAt >= Settling ? Last : passed ? Checkpoint.Number : Settled,
        };
    }

    /// <summary>The counter while everything is erased. The number goes on, so that no write which read it before can commit.</summary>
    public ChangeCounter Erase(DateTimeOffset now) => Advance(1, [Last + 1], now) with { Erasure = RandomName() };

    /// <summary>The newest numbers that stand and may be still to come, lowest first, from the given one on.</summary>
    public IEnumerable<long> Standing(long from, DateTimeOffset now)
    {
        if (now - ChangedAt >= Settling) yield break;
        for (var number = Math.Max(from, Math.Max(Settled, Last - WindowSize) + 1); number <= Last; number++)
        {
            if (number > 0 && !((Window >> (int)(Last - number)) & 1).IsZero) yield return number;
        }
    }

    /// <summary>The counter in its item.</summary>
    public static ChangeCounter FromItem(Item item) => new()
    {
        Stream = item[StreamName].S,
        Last = (long)item.Number(LastName)!.Value,
        Window = item.TryGetValue(WindowName, out var window) ? new BigInteger(window.B.ToArray(), isUnsigned: true) : BigInteger.Zero,
        ChangedAt = item.Time(ChangedAtName) ?? DateTimeOffset.MinValue,
        Checkpoint = ((long)(item.Number(CheckpointName) ?? 0), item.Time(CheckpointAtName) ?? DateTimeOffset.MinValue),
        Settled = (long)(item.Number(SettledName) ?? 0),
        Erasure = item.Text(Erasing),
    };

    /// <summary>Puts this counter, on the condition that the stored one is still the one that was read.</summary>
    /// <param name="table">The table.</param>
    /// <param name="userId">Whose counter.</param>
    /// <param name="read">The counter that was read, or null when there was none.</param>
    public Put Put(TableName table, string userId, ChangeCounter? read) => new()
    {
        TableName = table.Value,
        Item = ToItem(userId),
        // The stream too: after an erasure the numbers begin again.
        ConditionExpression = read is null ? "attribute_not_exists(#stream)" : "#stream = :stream AND #last = :last",
        ExpressionAttributeNames = read is null ? new() { ["#stream"] = StreamName } : new() { ["#stream"] = StreamName, ["#last"] = LastName },
        ExpressionAttributeValues = read is null ? null : new() { [":stream"] = new AttributeValue(read.Stream), [":last"] = new AttributeValue { N = $"{read.Last}" } },
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
        item.Put(Erasing, Erasure);
        item[WindowName] = new AttributeValue { B = new MemoryStream(Window.ToByteArray(isUnsigned: true)) };
        return item;
    }

    private static string RandomName() => RandomNumberGenerator.GetHexString(16, lowercase: true);
}
