using System.Globalization;
using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Import.Fit;

namespace Fitness.Api.Features.Import;

/// <summary>A session of a FIT file: the whole activity, or one sport of several.</summary>
internal sealed class FitSession
{
    private const double MaxMeters = 10_000_000;
    private const double MaxAscent = 100_000;
    private const double MaxCycles = 500_000;

    // Of a stride, a device counts one foot.
    private const int Feet = 2;

    // Less is a rounding.
    private const double Second = 1;

    private readonly ImportWarnings warnings = new();
    private readonly double? poolLength;

    /// <param name="sport">The sport of a file that has no session.</param>
    public FitSession(Sport? sport) => Sport = sport;

    /// <param name="message">The session.</param>
    public FitSession(FitMessage message)
    {
        var sport = message.Integer(FitField.Sport);
        Sport = FitSports.Find(sport, message.Integer(FitField.SubSport));
        IsTransition = sport == FitSports.Transition;
        poolLength = message.Number(FitField.PoolLength);
        var elapsed = Measure(message, FitField.ElapsedTime, ImportLoss.Duration, ActivityInput.MaxSeconds);
        var timer = Measure(message, FitField.TimerTime, ImportLoss.Duration, ActivityInput.MaxSeconds);
        // Who writes zero did not measure it.
        if (elapsed == 0 && timer > 0)
            elapsed = null;
        timer = AtMost(timer, elapsed, "timer", "elapsed");
        Totals = new DeviceTotals
        {
            Start = message.Date(FitField.StartTime),
            ElapsedSeconds = elapsed,
            TimerSeconds = timer,
            MovingSeconds = AtMost(
                Measure(message, FitField.MovingTime, ImportLoss.Duration, ActivityInput.MaxSeconds),
                timer ?? elapsed,
                "moving",
                "timer"
            ),
            Distance = Measure(message, FitField.Distance, ImportLoss.Distance, MaxMeters) ?? Swum(message.Number(FitField.ActiveLengths)),
            Ascent = Measure(message, FitField.Ascent, ImportLoss.Altitude, MaxAscent),
            Kilocalories = (int?)Measure(message, FitField.Calories, ImportLoss.Energy, ushort.MaxValue),
            Steps = StepsOf(message, warnings),
            AverageHeartRate = HeartRateOf(message, FitField.AverageHeartRate),
            MaxHeartRate = HeartRateOf(message, FitField.MaxHeartRate),
        };
    }

    /// <summary>Its sport; null if the file does not say.</summary>
    public Sport? Sport { get; }

    /// <summary>Whether it is only the way to the next sport.</summary>
    public bool IsTransition { get; }

    /// <summary>Its totals; null if the file has no session.</summary>
    public DeviceTotals? Totals { get; private set; }

    /// <summary>When it began, in ticks of UTC; zero if nobody knows.</summary>
    public long Ticks => Totals?.Start?.UtcTicks ?? 0;

    /// <summary>When it ended, in the same; as it began, if nobody knows.</summary>
    public long EndTicks => Ticks + (long)((Totals?.ElapsedSeconds ?? Totals?.TimerSeconds ?? 0) * TimeSpan.TicksPerSecond);

    /// <summary>Its recording; null of a transition.</summary>
    public TrackFile? File { get; private set; }

    /// <summary>Metres that the device had counted when it began; null until they are known.</summary>
    public double? MetersBefore { get; set; }

    /// <summary>Makes its recording.</summary>
    /// <param name="device">What recorded it.</param>
    /// <param name="offset">From UTC to the local time.</param>
    /// <param name="lengths">Lengths of the pool, if the file counts them one by one.</param>
    public TrackFile Open(string? device, TimeSpan? offset, int? lengths)
    {
        if (Totals is { Distance: null })
            Totals = Totals with { Distance = Swum(lengths) };
        File = new TrackFile
        {
            Sport = Sport,
            Totals = Totals,
            Device = device,
            Offset = offset,
        };
        File.Warnings.Add(warnings);
        return File;
    }

    /// <summary>The steps of a session or lap; null if it does not say. Whether they are some, the sport decides.</summary>
    public static int? StepsOf(FitMessage message, ImportWarnings warnings) =>
        Feet * (int?)Measure(message, FitField.Cycles, ImportLoss.Steps, MaxCycles, warnings);

    /// <summary>The heart rate of a session or lap; null if there is none.</summary>
    public static int? HeartRateOf(FitMessage message, FitField field) =>
        message.Number(field) is { } rate && HeartRates.Of(rate) is not HeartRates.None and var plausible ? plausible : null;

    /// <summary>A measure of a session or lap; null, and counted, if it cannot be.</summary>
    public static double? Measure(FitMessage message, FitField field, ImportLoss what, double to, ImportWarnings warnings) =>
        TrackValues.Measure(warnings, what, field.ToString(), message.Number(field), to);

    private double? Measure(FitMessage message, FitField field, ImportLoss what, double to) => Measure(message, field, what, to, warnings);

    private double? Swum(double? lengths) => lengths > 0 && poolLength > 0 ? lengths * poolLength : null;

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
