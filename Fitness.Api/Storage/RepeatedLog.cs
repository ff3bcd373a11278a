using System.Collections.Concurrent;
using System.Globalization;

namespace Fitness.Api.Storage;

/// <summary>
/// At most one log line a second for each reason, with the number of those that were left out since the last: what fails for one caller
/// soon fails for hundreds.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="write">Writes the line: the reason, and what follows it.</param>
internal sealed class RepeatedLog(TimeProvider time, Action<string, string> write)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, (long Written, int LeftOut)> byReason = new(StringComparer.Ordinal);

    /// <param name="reason">What the lines are counted by; one of a few texts.</param>
    /// <param name="cause">What this line adds.</param>
    public void Write(string reason, string? cause = null)
    {
        var now = time.GetTimestamp();
        while (true)
        {
            if (!byReason.TryGetValue(reason, out var last))
            {
                if (!byReason.TryAdd(reason, (now, 0)))
                    continue;
            }
            else if (time.GetElapsedTime(last.Written, now) < Pause)
            {
                if (!byReason.TryUpdate(reason, last with { LeftOut = last.LeftOut + 1 }, last))
                    continue;
                return;
            }
            else if (!byReason.TryUpdate(reason, (now, 0), last))
                continue;
            write(
                reason,
                (cause is null ? "" : $" ({cause})")
                    + (
                        last.LeftOut == 0
                            ? ""
                            : string.Create(CultureInfo.InvariantCulture, $" And {last.LeftOut} more since the last such line.")
                    )
            );
            return;
        }
    }
}
