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
    private readonly DateTimeOffset? start;

    // Often at its end, or later.
    private readonly DateTimeOffset? written;

    /// <param name="sport">The sport of a file that has no session.</param>
    public FitSession(Sport? sport) => Sport = sport;

    /// <param name="message">The session.</param>
    public FitSession(FitMessage message)
    {
        var sport = message.Integer(FitField.Sport);
        Sport = FitSports.Find(sport, message.Integer(FitField.SubSport));
        IsTransition = sport == FitSports.Transition;
        poolLength = message.Number(FitField.PoolLength);
        var elapsed = Seconds(message, FitField.ElapsedTime);
        var timer = Seconds(message, FitField.TimerTime);
        timer = AtMost(timer, elapsed, "timer", "elapsed");
        (SaysStart, start, written) = (message.Number(FitField.StartTime) is not null, message.Date(FitField.StartTime), message.Time);
        Totals = new DeviceTotals
        {
            ElapsedSeconds = elapsed,
            TimerSeconds = timer,
            MovingSeconds = AtMost(Seconds(message, FitField.MovingTime), timer ?? elapsed, "moving", "timer"),
            // Who writes zero did not measure it.
            Distance = Measure(message, FitField.Distance, ImportLoss.Distance, ActivityInput.MaxMeters, warnings) is > 0 and var meters
                ? meters
                : Swum(message.Number(FitField.ActiveLengths)),
            Ascent = Measure(message, FitField.Ascent, ImportLoss.Altitude, ActivityInput.MaxAscent, warnings),
            Kilocalories = (int?)Measure(message, FitField.Calories, ImportLoss.Energy, ActivityInput.MaxKilocalories, warnings),
            Steps = StepsOf(message, warnings),
            AverageHeartRate = HeartRateOf(message, FitField.AverageHeartRate),
            MaxHeartRate = HeartRateOf(message, FitField.MaxHeartRate),
        };
    }

    /// <summary>Its sport; null if the session does not say.</summary>
    public Sport? Sport { get; }

    /// <summary>Whether it is only the way to the next sport.</summary>
    public bool IsTransition { get; }

    /// <summary>Its totals; null if the file has no session.</summary>
    public DeviceTotals? Totals { get; private set; }

    /// <summary>Whether it says when it began, be it a time or not.</summary>
    public bool SaysStart { get; }

    /// <summary>When it may have begun, the likeliest first.</summary>
    public IEnumerable<DateTimeOffset?> Starts => [start, written?.AddSeconds(-Length)];

    /// <summary>How long it took in seconds; zero if nobody knows.</summary>
    public double Length => Totals?.ElapsedSeconds ?? Totals?.TimerSeconds ?? 0;

    /// <summary>When it began; null if nobody knows.</summary>
    public DateTimeOffset? Start
    {
        get => Totals?.Start;
        set => Totals = Totals is null ? null : Totals with { Start = value };
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
    /// <param name="lengths">Lengths of the pool, if the file counts them one by one.</param>
    public TrackFile Open(Sport? sport, string? device, TimeSpan? offset, int? lengths)
    {
        if (Totals is not null)
            Totals = Totals with { Distance = Totals.Distance ?? Swum(lengths) };
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
        Feet * (int?)Measure(message, FitField.Cycles, ImportLoss.Steps, ActivityInput.MaxSteps / Feet, warnings);

    /// <summary>The heart rate of a session or lap; null if there is none.</summary>
    public static int? HeartRateOf(FitMessage message, FitField field) =>
        message.Number(field) is { } rate && HeartRates.Of(rate) is not HeartRates.None and var plausible ? plausible : null;

    /// <summary>A measure of a session or lap; null, and counted, if it cannot be.</summary>
    public static double? Measure(FitMessage message, FitField field, ImportLoss what, double to, ImportWarnings warnings) =>
        TrackValues.Measure(warnings, what, field.ToString(), message.Number(field), to);

    /// <summary>Seconds of a session or lap; null if it does not say: who writes zero did not measure it.</summary>
    public static double? Seconds(FitMessage message, FitField field, ImportWarnings warnings) =>
        Measure(message, field, ImportLoss.Duration, ActivityInput.MaxSeconds, warnings) is > 0 and var seconds ? seconds : null;

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
