using System.Globalization;

namespace Fitness.Api.Storage;

/// <summary>The storage's clock relative to this machine's, from the <c>Date</c> of its last response. DynamoDB rejects requests that are minutes off.</summary>
internal sealed class StorageClock(TimeProvider time)
{
    private const long Unknown = long.MinValue;

    // The header's time is truncated to whole seconds.
    private static readonly TimeSpan HalfSecond = TimeSpan.FromMilliseconds(500);

    private long skew = Unknown;

    /// <summary>Seconds by which the storage's clock is ahead, to the nearest second; null before its first response, or if it sends no date.</summary>
    public long? SkewSeconds => Interlocked.Read(ref skew) is var seconds and not Unknown ? seconds : null;

    /// <summary>Reads a response's <c>Date</c> (RFC 9110, section 6.6.1).</summary>
    public void Read(string? date)
    {
        if (DateTimeOffset.TryParseExact(date, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out var theirs))
            Interlocked.Exchange(ref skew, (long)Math.Round((theirs + HalfSecond - time.GetUtcNow()).TotalSeconds));
    }
}
