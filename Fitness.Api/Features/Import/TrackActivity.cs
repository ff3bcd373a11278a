using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

/// <summary>Makes an activity from a file. Distance comes from the positions, else from the device's laps, else from the points' own count. Energy and steps come from the laps. Elevation comes from the points only. Any other measure comes from the points, else from the laps.</summary>
internal static class TrackActivity
{
    /// <exception cref="FormatException">The file has no start time, or one out of range.</exception>
    public static ActivityInput ToInput(TrackFile file, TimeZoneInfo zone)
    {
        var track = file.Track;
        var start = Earliest(file.Laps.FirstOrDefault()?.Start, track.Start)
            ?? throw new FormatException("The file has no recorded activity: no track point has a time.");
        // A device whose clock was never set writes times so far off that no offset can be added to them.
        if (!ActivityInput.CanStart(start))
            throw new FormatException($"The recording begins at {start:O}. {ActivityInput.StartRule}");
        var end = track.End is { } last && last > start ? last : start;
        var timer = Sum(file, lap => lap.TimerSeconds);
        var elapsed = Math.Max((end - start).TotalSeconds, timer ?? 0);
        var moving = track.MovingSeconds ?? timer;
        return new ActivityInput
        {
            Sport = file.Sport ?? Sport.Other,
            Name = Shorten(file.Name, ActivityInput.MaxName),
            Notes = Shorten(file.Notes, ActivityInput.MaxNotes),
            Device = Shorten(file.Device, ActivityInput.MaxDevice),
            Source = ActivitySource.Device,
            Start = start.ToOffset(Offset(zone, start)),
            ElapsedSeconds = RoundToInt(elapsed),
            MovingSeconds = moving is { } seconds ? Math.Min(RoundToInt(seconds), RoundToInt(elapsed)) : null,
            DistanceMeters = RoundToTenths(track.Distance ?? Sum(file, lap => lap.Distance) ?? track.CountedDistance),
            ElevationGainMeters = RoundToTenths(track.ElevationGain),
            EnergyKilocalories = Sum(file, lap => lap.Kilocalories) is > 0 and var energy ? (decimal)energy : null,
            Steps = Sum(file, lap => lap.Steps) is { } steps ? RoundToInt(steps) : null,
            AverageHeartRate = (track.AverageHeartRate ?? MeanHeartRate(file)) is { } mean ? RoundToInt(mean) : null,
            MaxHeartRate = track.MaxHeartRate ?? file.Laps.Max(lap => lap.MaxHeartRate),
        };
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? lap, DateTimeOffset? point) => lap < point ? lap : point ?? lap;

    private static double? Sum(TrackFile file, Func<Lap, double?> measure)
    {
        var known = file.Laps.Select(measure).OfType<double>().ToList();
        return known.Count == 0 ? null : known.Sum();
    }

    private static double? MeanHeartRate(TrackFile file)
    {
        var laps = file.Laps.Where(lap => lap is { AverageHeartRate: not null, TimerSeconds: > 0 }).ToList();
        return laps.Count == 0
            ? null
            : laps.Sum(lap => lap.AverageHeartRate!.Value * lap.TimerSeconds!.Value) / laps.Sum(lap => lap.TimerSeconds!.Value);
    }

    // A few zones had offsets with seconds in the early 1970s; RFC 3339 does not allow them.
    private static TimeSpan Offset(TimeZoneInfo zone, DateTimeOffset start) =>
        TimeSpan.FromMinutes(Math.Round(zone.GetUtcOffset(start).TotalMinutes));

    private static int RoundToInt(double value) => (int)Math.Min(Math.Round(value), int.MaxValue);

    private static decimal? RoundToTenths(double? value) => value is { } number ? decimal.Round((decimal)number, 1) : null;

    private static string? Shorten(string? text, int length)
    {
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed))
            return null;
        if (trimmed.Length <= length)
            return trimmed;
        // Does not split a surrogate pair.
        return trimmed[..(char.IsHighSurrogate(trimmed[length - 2]) ? length - 2 : length - 1)] + "…";
    }
}
