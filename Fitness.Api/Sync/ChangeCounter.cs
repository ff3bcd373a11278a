using System.Numerics;
using System.Security.Cryptography;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Activities;
using Fitness.Api.Storage;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Fitness.Api.Sync;

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
internal sealed record ChangeCounter
{
    /// <summary>The attribute that a write's condition is about.</summary>
    public const string LastChange = "lastChange";

    /// <summary>How many of the newest numbers the window holds: more than two of the largest transactions.</summary>
    public const int WindowSize = 256;

    private const string StreamName = "stream";
    private const string WindowName = "window";
    private const string ChangedAtName = "changedAt";
    /// <summary>The attribute that is there while everything is erased.</summary>
    public const string Erasing = "erasing";
    private static readonly BigInteger WindowMask = (BigInteger.One << WindowSize) - 1;

    /// <summary>Tells one life of the counter from the next, after everything of a user was erased.</summary>
    public required string Stream { get; init; }

    /// <summary>The number of the last change; 0 before the first.</summary>
    public long Last { get; private init; }

    /// <summary>When the last change was made.</summary>
    public DateTimeOffset ChangedAt { get; private init; }

    /// <summary>Whether everything of the user is being erased: no write may come in between.</summary>
    public bool IsErasing { get; private init; }

    /// <summary>Bit n is set while the change number <see cref="Last"/> - n stands.</summary>
    private BigInteger Window { get; init; }

    /// <summary>The counter of a user who has nothing yet.</summary>
    public static ChangeCounter Create() => new() { Stream = RandomNumberGenerator.GetHexString(16, lowercase: true) };

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
        return this with { Last = last, Window = window, ChangedAt = now };
    }

    /// <summary>The counter while everything is erased. The number goes on, so that no write which read it before can commit.</summary>
    public ChangeCounter Erase(DateTimeOffset now) => Advance(1, [Last + 1], now) with { IsErasing = true };

    /// <summary>The newest numbers that stand, lowest first, from the given one on.</summary>
    public IEnumerable<long> Standing(long from)
    {
        for (var number = Math.Max(from, Last - WindowSize + 1); number <= Last; number++)
        {
            if (number > 0 && !((Window >> (int)(Last - number)) & 1).IsZero) yield return number;
        }
    }

    public static ChangeCounter FromItem(Item item) => new()
    {
        Stream = item[StreamName].S,
        Last = (long)item.Number(LastChange)!.Value,
        Window = item.TryGetValue(WindowName, out var window) ? new BigInteger(window.B.ToArray(), isUnsigned: true) : BigInteger.Zero,
        ChangedAt = item.Time(ChangedAtName) ?? DateTimeOffset.MinValue,
        IsErasing = item.ContainsKey(Erasing),
    };

    public Item ToItem(string userId)
    {
        var item = ActivityItem.Key(userId, ActivityKeys.ChangesItem);
        item.Put(StreamName, Stream);
        item.Put(LastChange, Last);
        item.Put(ChangedAtName, ChangedAt);
        item[WindowName] = new AttributeValue { B = new MemoryStream(Window.ToByteArray(isUnsigned: true)) };
        if (IsErasing) item[Erasing] = new AttributeValue { BOOL = true };
        return item;
    }
}
