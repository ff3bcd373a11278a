using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

/// <summary>One recorded moment.</summary>
internal sealed class TrackPoint
{
    /// <summary>The time; null if the file does not say.</summary>
    public DateTimeOffset? Time { get; set; }

    /// <summary>Whether the file says a time that is none.</summary>
    public bool HasUnreadableTime { get; set; }

    /// <summary>Whether it had a time that was wrong.</summary>
    public bool HasLostTime { get; set; }

    /// <summary>The place.</summary>
    public Position? Position { get; set; }

    /// <summary>Metres above sea level.</summary>
    public double? Altitude { get; set; }

    /// <summary>Metres covered since the start, as the device counted them.</summary>
    public double? Distance { get; set; }

    /// <summary>Beats per minute; <see cref="HeartRates.None"/> if the sensor had lost the pulse, null if nothing is said.</summary>
    public int? HeartRate { get; set; }

    /// <summary>How many pauses were before it.</summary>
    public int Segment { get; set; }

    /// <summary>When it was recorded at the earliest: its time, or that of the one before; null if nobody knows.</summary>
    public DateTimeOffset? Earliest { get; set; }

    /// <summary>When it was recorded at the latest: its time, or that of the one after; null if nobody knows.</summary>
    public DateTimeOffset? Latest { get; set; }
}

/// <summary>A recording in a file.</summary>
internal sealed class TrackFile
{
    public TrackFile() => Track = new TrackTotals(Warnings, () => Sport);

    /// <summary>What was left out.</summary>
    public ImportWarnings Warnings { get; } = new();

    /// <summary>Its points.</summary>
    public TrackTotals Track { get; }

    /// <summary>Whether it takes any time, as its points or its laps have it.</summary>
    public bool Lasts => Track.Start < Track.End || Laps.Any(lap => lap.TimerSeconds > 0) || Totals?.ElapsedSeconds > 0;

    /// <summary>Whether the file has recordings that last.</summary>
    public bool IsBesideOthers { get; set; }

    public Sport? Sport { get; set; }

    public string? Name { get; set; }

    public string? Notes { get; set; }

    /// <summary>What recorded it, in one line.</summary>
    public string? Device
    {
        get;
        set => field = TrackText.Line(value);
    }

    /// <summary>The totals that the device counted, lap by lap; used if the points do not have the measure.</summary>
    public List<Lap> Laps { get; } = [];

    /// <summary>The totals that the device counted of the whole recording; used before all others. Null if the file has none.</summary>
    public DeviceTotals? Totals { get; set; }

    /// <summary>From UTC to the local time, as the file has it; null if it does not say.</summary>
    public TimeSpan? Offset { get; set; }
}

/// <summary>A recording's totals as the device counted them; null where it did not.</summary>
internal sealed record DeviceTotals
{
    public DateTimeOffset? Start { get; init; }

    public double? ElapsedSeconds { get; init; }

    /// <summary>Without the pauses; at most the elapsed seconds.</summary>
    public double? TimerSeconds { get; init; }

    /// <summary>At most the timer's seconds.</summary>
    public double? MovingSeconds { get; init; }

    public double? Distance { get; init; }

    public double? Ascent { get; init; }

    public int? Kilocalories { get; init; }

    public int? Steps { get; init; }

    public int? AverageHeartRate { get; init; }

    public int? MaxHeartRate { get; init; }
}

/// <summary>A lap as the device counted it.</summary>
internal sealed class Lap
{
    public DateTimeOffset? Start { get; set; }

    /// <summary>When it ended; null if the file does not say.</summary>
    public DateTimeOffset? End { get; set; }

    /// <summary>The time of its first point.</summary>
    public DateTimeOffset? FirstPoint { get; set; }

    public double? TimerSeconds { get; set; }

    public double? Distance { get; set; }

    public int? Kilocalories { get; set; }

    public int? AverageHeartRate { get; set; }

    public int? MaxHeartRate { get; set; }

    public int? Steps { get; set; }
}

/// <summary>A file cannot be read; says at which position, if it is wrong at one.</summary>
internal sealed class TrackFileException : Exception
{
    /// <param name="message">What is wrong, with line and column.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1.</param>
    /// <param name="inner">The parser's exception.</param>
    public TrackFileException(string message, int line, int column, Exception? inner = null)
        : base(message, inner) => Place = new Dictionary<string, object?>(StringComparer.Ordinal) { ["line"] = line, ["column"] = column };

    /// <param name="message">What is wrong, with the byte.</param>
    /// <param name="offset">The byte of a file that is no text, from 0.</param>
    /// <param name="inner">The parser's exception.</param>
    public TrackFileException(string message, int offset, Exception? inner = null)
        : base(message, inner) => Place = new Dictionary<string, object?>(StringComparer.Ordinal) { ["offset"] = offset };

    /// <param name="message">What is wrong with the whole of it.</param>
    /// <param name="inner">Why.</param>
    public TrackFileException(string message, Exception? inner = null)
        : base(message, inner) => Place = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>The position, as the problem details have it.</summary>
    public IReadOnlyDictionary<string, object?> Place { get; }
}
