using System.Globalization;
using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Import.Fit;

namespace Fitness.Api.Features.Import;

/// <summary>A session of a FIT file: the whole activity, or one sport of several.</summary>
internal sealed class FitSession
{
    // Of a stride, a device counts one foot.
    private const int Feet = 2;

    // Less is a rounding.
    private const double Second = 1;

    private readonly ImportWarnings warnings = new();
    private readonly double? poolLength;

    /// <param name="sport">The sport of a file that has no session.</param>
    public FitSession(Sport? sport) => Sport = sport;

    /// <param name="sport">The sport of what follows the last session.</param>
    /// <param name="start">When it goes on.</param>
    public FitSession(Sport? sport, DateTimeOffset start)
        : this(sport) => Start = start;

    /// <param name="message">The session.</param>
    public FitSession(FitMessage message)
    {
        var sport = message.Integer(FitField.Sport);
        Sport = FitSports.Find(sport, message.Integer(FitField.SubSport));
        IsTransition = sport == FitSports.Transition;
        IsMultisport = sport == FitSports.Multisport;
        poolLength = message.Number(FitField.PoolLength);
        var elapsed = Seconds(message, FitField.ElapsedTime);
        var timer = Seconds(message, FitField.TimerTime);
        timer = AtMost(timer, elapsed, "timer", "elapsed");
        (SaysStart, Said, Written) = (message.Number(FitField.StartTime) is not null, message.Date(FitField.StartTime), message.Time);
        Totals = new DeviceTotals
        {
            ElapsedSeconds = elapsed,
            TimerSeconds = timer,
            MovingSeconds = AtMost(Seconds(message, FitField.MovingTime), timer ?? elapsed, "moving", "timer"),
            Distance = Positive(message, FitField.Distance, ImportLoss.Distance, MaxMeters(elapsed ?? timer))
                ?? Swum(message.Number(FitField.ActiveLengths)),
            Ascent = Positive(message, FitField.Ascent, ImportLoss.Altitude, ActivityInput.MaxAscent),
            Kilocalories = (int?)Positive(message, FitField.Calories, ImportLoss.Energy, ActivityInput.MaxKilocalories),
            Steps = StepsOf(message, warnings),
            AverageHeartRate = HeartRateOf(message, FitField.AverageHeartRate),
            MaxHeartRate = HeartRateOf(message, FitField.MaxHeartRate),
        };
    }

    /// <summary>Its sport; null if the session does not say.</summary>
    public Sport? Sport { get; }

    /// <summary>Whether it is only the way to the next sport.</summary>
    public bool IsTransition { get; }

    /// <summary>Whether it may be all of several sports, beside the session of each.</summary>
    public bool IsMultisport { get; }

    /// <summary>Its totals; null if the file has no session.</summary>
    public DeviceTotals? Totals { get; private set; }

    /// <summary>Whether it says when it began, be it a time or not.</summary>
    public bool SaysStart { get; }

    /// <summary>When it began, as it says; null if that is no time.</summary>
    public DateTimeOffset? Said { get; }

    /// <summary>When it was written: at its end, or later.</summary>
    public DateTimeOffset? Written { get; }

    /// <summary>So long before it was written as it took.</summary>
    public DateTimeOffset? WrittenLess => Written?.AddSeconds(-Length);

    /// <summary>How long it took in seconds; zero if nobody knows.</summary>
    public double Length => Totals?.ElapsedSeconds ?? Totals?.TimerSeconds ?? 0;

    /// <summary>When it began; null if nobody knows.</summary>
    public DateTimeOffset? Start { get; set; }

    /// <summary>Whether it was written by the same clock as one by which it began then: within a day of its end.</summary>
    public bool IsWrittenAfter(DateTimeOffset begin) =>
        Written >= begin && (Written - begin)?.TotalSeconds <= Length + TimeSpan.FromHours(ImportRules.StrayHours).TotalSeconds;

    /// <summary>Takes the time when it was written for its end, if nothing else says how long it took.</summary>
    public void EndWhenWritten()
    {
        if (Length == 0 && (Written - Said)?.TotalSeconds is > 0 and <= ActivityInput.MaxSeconds and var seconds)
            Totals = Totals! with { ElapsedSeconds = seconds };
    }

    /// <summary>The same in ticks of UTC; zero if nobody knows.</summary>
    public long Ticks => Start?.UtcTicks ?? 0;

    /// <summary>When it ended, in the same; as it began, if nobody knows.</summary>
    public long EndTicks => Ticks + (long)(Length * TimeSpan.TicksPerSecond);

    /// <summary>Its recording; null of a transition.</summary>
    public TrackFile? File { get; private set; }

    /// <summary>Metres that the device had counted when it began.</summary>
    public double MetersBefore { get; set; }

    /// <summary>Makes its recording.</summary>
    /// <param name="sport">The sport, if the session does not say it.</param>
    /// <param name="device">What recorded it.</param>
    /// <param name="offset">From UTC to the local time.</param>
    /// <param name="lengths">Lengths of the pool, as the file counts them one by one.</param>
    public TrackFile Open(Sport? sport, string? device, TimeSpan? offset, int lengths)
    {
        if (Totals is not null)
            Totals = Totals with { Start = Start, Distance = Totals.Distance ?? Swum(lengths) };
        File = new TrackFile
        {
            Sport = Sport ?? sport,
            Totals = Totals,
            Device = device,
            Offset = offset,
        };
        File.Warnings.Add(warnings);
        return File;
    }

    /// <summary>The steps of a session or lap; null if it does not say. Whether they are some, the sport decides.</summary>
    public static int? StepsOf(FitMessage message, ImportWarnings warnings) =>
        Feet * (int?)Positive(message, FitField.Cycles, ImportLoss.Steps, ActivityInput.MaxSteps / Feet, warnings);

    /// <summary>The heart rate of a session or lap; null if there is none.</summary>
    public static int? HeartRateOf(FitMessage message, FitField field) =>
        message.Number(field) is { } rate && HeartRates.Of(rate) is not HeartRates.None and var plausible ? plausible : null;

    /// <summary>A measure of a session or lap; null, and counted, if it cannot be.</summary>
    public static double? Measure(FitMessage message, FitField field, ImportLoss what, double to, ImportWarnings warnings) =>
        TrackValues.Measure(warnings, what, field.ToString(), message.Number(field), to);

    /// <summary>The same; null also if it is zero: who writes that did not measure it.</summary>
    public static double? Positive(FitMessage message, FitField field, ImportLoss what, double to, ImportWarnings warnings) =>
        Measure(message, field, what, to, warnings) is > 0 and var measure ? measure : null;

    /// <summary>Seconds of a session or lap; null if it does not say.</summary>
    public static double? Seconds(FitMessage message, FitField field, ImportWarnings warnings) =>
        Positive(message, field, ImportLoss.Duration, ActivityInput.MaxSeconds, warnings);

    private double? Positive(FitMessage message, FitField field, ImportLoss what, double to) =>
        Positive(message, field, what, to, warnings);

    // What nobody can cover in the sport in that time is no distance.
    private double MaxMeters(double? seconds) =>
        Math.Min(ActivityInput.MaxMeters, seconds is { } known ? ImportRules.Reach(Sport, known) : double.PositiveInfinity);

    private double? Seconds(FitMessage message, FitField field) => Seconds(message, field, warnings);

    private double? Swum(double? lengths) => lengths * poolLength is > 0 and <= ActivityInput.MaxMeters and var swum ? swum : null;

    private double? AtMost(double? seconds, double? bound, string name, string boundName)
    {
        if (!(seconds > bound))
            return seconds;
        if (seconds - bound >= Second)
            warnings.Add(
                ImportLoss.Duration,
                string.Create(CultureInfo.InvariantCulture, $"The {name} time is {seconds} s, more than the {boundName} time of {bound} s.")
            );
        return bound;
    }
}
