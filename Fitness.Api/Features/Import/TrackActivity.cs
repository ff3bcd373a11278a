using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

/// <summary>
/// Makes an activity from a file. What the device says of the whole recording counts; of what it does not say, distance and moving time come from one source: the positions, unless the device's own count covers more of
/// the time: its points' or its laps', which last as long as their timers. It knows also where there is no satellite, and where a file has no
/// points. Energy and steps come from the laps, elevation from the points only, heart rates from the points, else from the laps.
/// </summary>
internal static class TrackActivity
{
    /// <exception cref="FormatException">The file has no start time, or one out of range, or nothing is left of it.</exception>
    public static ActivityInput ToInput(TrackFile file, TimeZoneInfo zone)
    {
        var track = file.Track;
        var totals = file.Totals ?? new DeviceTotals();
        var start = totals.Start
            ?? Earliest(StartOfLaps(file), track.Start)
            ?? throw new FormatException($"The file has no recorded activity: no track point has a time. {file.Warnings.First}".TrimEnd());
        // A device whose clock was never set writes times so far off that no offset can be added to them.
        if (!ActivityInput.CanStart(start))
            throw new FormatException($"The recording begins at {start:O}. {ActivityInput.StartRule}");
        var end = track.End is { } last && last > start ? last : start;
        var timer = totals.TimerSeconds ?? Sum(file, lap => lap.TimerSeconds);
        var elapsed = totals.ElapsedSeconds ?? Math.Max((end - start).TotalSeconds, timer ?? 0);
        var (distance, moving) = DistanceAndMoving(file, timer);
        distance = totals.Distance ?? distance;
        // A device corrects its count when it is saved, as by the length of a treadmill's belt.
        if (totals.Distance is null)
            file.Warnings.Add(ImportLoss.Distance, count: track.LostCounts);
        moving = totals.MovingSeconds ?? totals.TimerSeconds ?? moving;
        var (averageHeartRate, maxHeartRate) = HeartRatesOf(file, totals);
        var input = new ActivityInput
        {
            Sport = file.Sport ?? Sport.Other,
            Name = Shorten(file.Name, ActivityInput.MaxName),
            Notes = Shorten(file.Notes, ActivityInput.MaxNotes),
            Device = Shorten(file.Device, ActivityInput.MaxDevice),
            Source = ActivitySource.Device,
            Start = start.ToOffset(file.Offset ?? Offset(zone, start)),
            ElapsedSeconds = RoundToInt(elapsed),
            MovingSeconds = moving is { } seconds ? Math.Min(RoundToInt(seconds), RoundToInt(elapsed)) : null,
            DistanceMeters = RoundToTenths(AtMost(ActivityInput.MaxMeters, distance, ImportLoss.Distance, file)),
            ElevationGainMeters = RoundToTenths(
                ImportRules.HasClimb(file.Sport)
                    ? AtMost(ActivityInput.MaxAscent, totals.Ascent ?? Climbed(file), ImportLoss.Altitude, file)
                    : null
            ),
            EnergyKilocalories = AtMost(
                ActivityInput.MaxKilocalories,
                totals.Kilocalories ?? Sum(file, lap => lap.Kilocalories),
                ImportLoss.Energy,
                file
            )
                is > 0
                    and var energy
                ? (decimal)energy
                : null,
            Steps =
                ImportRules.HasSteps(file.Sport)
                && AtMost(ActivityInput.MaxSteps, totals.Steps ?? Sum(file, lap => lap.Steps), ImportLoss.Steps, file) is { } steps
                    ? RoundToInt(steps)
                    : null,
            AverageHeartRate = averageHeartRate,
            MaxHeartRate = maxHeartRate,
        };
        return IsEmpty(input) && HasLostMore(file) && !file.IsBesideOthers
            ? throw new FormatException($"Nothing is left of the recording that begins at {start:O}. {file.Warnings.First}".TrimEnd())
            : input;
    }

    private static bool IsEmpty(ActivityInput input) =>
        input
            is {
                ElapsedSeconds: 0,
                DistanceMeters: null or 0,
                ElevationGainMeters: null or 0,
                EnergyKilocalories: null,
                Steps: null or 0,
                AverageHeartRate: null,
            };

    // A single point that has lost its position or its altitude would not have been more with it.
    private static bool HasLostMore(TrackFile file) =>
        file.Warnings.Count(ImportLoss.Time) > file.Track.Untimed
        || new[] { ImportLoss.RepeatedPoint, ImportLoss.Distance, ImportLoss.Duration, ImportLoss.Energy, ImportLoss.Steps }.Any(what =>
            file.Warnings.Count(what) > 0
        );

    private static (double? Distance, double? MovingSeconds) DistanceAndMoving(TrackFile file, double? timer)
    {
        var (located, counted) = (file.Track.Located, file.Track.Counted);
        var byDevice = Sum(file, lap => lap.Distance) is > 0 and var laps ? laps : file.Track.CountedDistance;
        var countedSeconds = Math.Max(counted.Seconds, LapSeconds(file));
        if (located.Distance is not null && (byDevice is null or 0 || !CoversMore(countedSeconds, located.Seconds)))
            return (located.Distance, located.MovingSeconds ?? timer);
        // On the spot, without a sensor, or where only the laps say how far, it moves as long as its timer runs.
        return (
            byDevice ?? located.Distance,
            byDevice > 0 && !CoversMore(countedSeconds, counted.MeasuredSeconds) ? counted.MovingSeconds ?? timer : timer
        );
    }

    private static bool CoversMore(double seconds, double others) =>
        seconds > (others * (1 + ImportRules.CountedShare)) + ImportRules.CountedSeconds;

    // The time that the laps cover that say how far they went; some exporters repeat the whole in each.
    private static double LapSeconds(TrackFile file)
    {
        var seconds = 0.0;
        DateTimeOffset? reach = null;
        foreach (var lap in file.Laps.Where(lap => lap is { Start: not null, Distance: > 0, TimerSeconds: > 0 }).OrderBy(lap => lap.Start))
        {
            var overlap = Math.Max(0, (reach - lap.Start)?.TotalSeconds ?? 0);
            seconds += Math.Max(0, lap.TimerSeconds!.Value - overlap);
            var end = EndOf(lap);
            reach = reach > end ? reach : end;
        }
        return seconds;
    }

    private static DateTimeOffset EndOf(Lap lap) =>
        (DateTimeOffset.MaxValue - lap.Start!.Value).TotalSeconds > lap.TimerSeconds!.Value
            ? lap.Start.Value.AddSeconds(lap.TimerSeconds.Value)
            : DateTimeOffset.MaxValue;

    // The earliest lap may stand elsewhere in the file; one that is days away from the first has a wrong time.
    private static DateTimeOffset? StartOfLaps(TrackFile file)
    {
        var starts = file.Laps.Select(StartOf).ToList();
        return starts.FirstOrDefault() is { } first
            ? starts.Where(start => (first - start)?.TotalHours <= ImportRules.StrayHours).Min()
            : null;
    }

    // A lap that waited for hours before it recorded anything began with its points.
    private static DateTimeOffset? StartOf(Lap lap) =>
        lap.FirstPoint is { } point && (point - lap.Start)?.TotalSeconds is > ImportRules.LapLead and var lead && lead > lap.TimerSeconds
            ? point
            : lap.Start;

    /// <summary>Why an activity is longer than any may be, and what to do; null if it is not.</summary>
    public static string? TooLong(ActivityInput input) =>
        input is { ElapsedSeconds: > ActivityInput.MaxSeconds and var seconds, Start: { } start }
            ? $"The recording reaches from {start:O} to {start.AddSeconds(seconds):O}; an activity lasts {ActivityInput.MaxSeconds / 86_400} days at most. Split the file, or remove what has a wrong time."
            : null;

    private static DateTimeOffset? Earliest(DateTimeOffset? lap, DateTimeOffset? point) => lap < point ? lap : point ?? lap;

    private static double? Sum(TrackFile file, Func<Lap, double?> measure)
    {
        var known = file.Laps.Select(measure).OfType<double>().ToList();
        return known.Count == 0 ? null : known.Sum();
    }

    // Indoors, a device that says no climb measures none, and its altitudes are the weather's.
    private static double? Climbed(TrackFile file) =>
        file.Totals is not null && ImportRules.IsIndoors(file.Sport) ? null : file.Track.ElevationGain;

    // Each part may be possible, and the whole not.
    private static double? AtMost(double bound, double? value, ImportLoss what, TrackFile file)
    {
        if (!(value > bound))
            return value;
        file.Warnings.Add(what);
        return null;
    }

    // A device that has lost beats can say that the highest is below the mean.
    private static (int? Average, int? Highest) HeartRatesOf(TrackFile file, DeviceTotals totals)
    {
        var mean = file.Track.AverageHeartRate ?? MeanHeartRate(file);
        var average = totals.AverageHeartRate ?? (mean is { } known ? RoundToInt(known) : null);
        var highest = totals.MaxHeartRate ?? file.Track.MaxHeartRate ?? file.Laps.Max(lap => lap.MaxHeartRate);
        if (!(average > highest))
            return (average, highest);
        file.Warnings.Add(ImportLoss.HeartRate);
        return (average, null);
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
