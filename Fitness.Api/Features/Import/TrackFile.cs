using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

/// <summary>One recorded moment.</summary>
/// <param name="Time">The time; null if the file does not say.</param>
/// <param name="Position">The place.</param>
/// <param name="Altitude">Metres above sea level.</param>
/// <param name="Distance">Metres covered since the start, as the device counted them.</param>
/// <param name="HeartRate">Beats per minute; <see cref="HeartRates.None"/> if the sensor had lost the pulse, null if nothing is said.</param>
/// <param name="HasUnreadableTime">Whether the file says a time that is none.</param>
/// <param name="Earliest">When it was recorded at the earliest: its time, or that of the one before; null if nobody knows.</param>
/// <param name="Latest">When it was recorded at the latest: its time, or that of the one after; null if nobody knows.</param>
internal sealed record TrackPoint(
    DateTimeOffset? Time = null,
    Position? Position = null,
    double? Altitude = null,
    double? Distance = null,
    int? HeartRate = null,
    bool HasUnreadableTime = false,
    DateTimeOffset? Earliest = null,
    DateTimeOffset? Latest = null
);

/// <summary>A recording in a file.</summary>
internal sealed class TrackFile
{
    public TrackFile() => Track = new TrackTotals(Warnings, () => Sport);

    /// <summary>What was left out.</summary>
    public ImportWarnings Warnings { get; } = new();

    /// <summary>Its points.</summary>
    public TrackTotals Track { get; }

    /// <summary>Whether it takes any time, as its points or its laps have it.</summary>
    public bool Lasts => Track.Start < Track.End || Laps.Any(lap => lap.TimerSeconds > 0);

    /// <summary>Whether the file has recordings that last.</summary>
    public bool IsBesideOthers { get; set; }

    public Sport? Sport { get; set; }

    public string? Name { get; set; }

    public string? Notes { get; set; }

    public string? Device { get; set; }

    /// <summary>The totals that the device counted, lap by lap; used if the points do not have the measure.</summary>
    public List<Lap> Laps { get; } = [];
}

/// <summary>A lap as the device counted it.</summary>
internal sealed class Lap
{
    public DateTimeOffset? Start { get; set; }

    /// <summary>The time of its first point.</summary>
    public DateTimeOffset? FirstPoint { get; set; }

    public double? TimerSeconds { get; set; }

    public double? Distance { get; set; }

    public int? Kilocalories { get; set; }

    public int? AverageHeartRate { get; set; }

    public int? MaxHeartRate { get; set; }

    public int? Steps { get; set; }
}

/// <summary>A file cannot be read; says at which position.</summary>
/// <param name="message">What is wrong, with line and column.</param>
/// <param name="line">The line, from 1.</param>
/// <param name="column">The column, from 1.</param>
/// <param name="inner">The parser's exception.</param>
internal sealed class TrackFileException(string message, int line, int column, Exception? inner = null) : Exception(message, inner)
{
    public int Line { get; } = line;

    public int Column { get; } = column;
}
