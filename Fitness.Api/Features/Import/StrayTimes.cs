namespace Fitness.Api.Features.Import;

/// <summary>Takes the times away from a few points at an end of a recording that are a day and more away from all others.</summary>
internal static class StrayTimes
{
    private const int Needed = (2 * ImportRules.StrayPoints) + 1;

    /// <summary>Takes them away.</summary>
    /// <param name="points">The points.</param>
    /// <param name="order">Their order.</param>
    /// <param name="warnings">Counts the times.</param>
    /// <returns>Where in the order the recording begins: the points before belong to no time of it.</returns>
    public static int Forget(TrackPoints points, int[] order, ImportWarnings warnings)
    {
        var first = order.Where(index => points.TicksOf(index) is not null).Take(Needed).ToArray();
        var strays = Count(points, first);
        ForgetAll(points, first[..strays], warnings);
        var last = Enumerable.Reverse(order).Where(index => points.TicksOf(index) is not null).Take(Needed).ToArray();
        ForgetAll(points, last[..Count(points, last)], warnings);
        return strays == 0 ? 0 : Array.IndexOf(order, first[strays]);
    }

    // How many at the beginning are far from the next; there have to be more of those.
    private static int Count(TrackPoints points, int[] end)
    {
        for (var count = Math.Min(ImportRules.StrayPoints, end.Length - ImportRules.StrayPoints - 1); count > 0; count--)
        {
            var gap = Math.Abs(points.TicksOf(end[count])!.Value - points.TicksOf(end[count - 1])!.Value);
            if (gap > ImportRules.StrayHours * TimeSpan.TicksPerHour)
                return count;
        }
        return 0;
    }

    private static void ForgetAll(TrackPoints points, int[] strays, ImportWarnings warnings)
    {
        foreach (var index in strays)
        {
            warnings.Add(ImportLoss.Time);
            points.ForgetTime(index);
        }
    }
}
