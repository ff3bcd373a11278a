using System.Globalization;

namespace Fitness.Api.Storage;

/// <summary>The storage's clock against this machine's, by the <c>Date</c> of its last answer. DynamoDB refuses requests that are minutes off.</summary>
internal sealed class StorageClock(TimeProvider time)
{
    private const long Unknown = long.MinValue;

    // The header has whole seconds, cut off.
    private static readonly TimeSpan HalfSecond = TimeSpan.FromMilliseconds(500);

    private long skew = Unknown;

    /// <summary>Seconds by which the storage's clock is ahead, to a second; null before its first answer, or where it sends no date.</summary>
    public long? SkewSeconds => Interlocked.Read(ref skew) is var seconds and not Unknown ? seconds : null;

    /// <summary>Takes an answer's <c>Date</c> (RFC 9110, section 6.6.1).</summary>
    public void Read(string? date)
    {
        if (DateTimeOffset.TryParseExact(date, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out var theirs))
            Interlocked.Exchange(ref skew, (long)Math.Round((theirs + HalfSecond - time.GetUtcNow()).TotalSeconds));
    }
}
