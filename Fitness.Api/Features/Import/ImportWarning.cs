using System.Text.Json.Serialization;
using Fitness.Api.Web.Json;

namespace Fitness.Api.Features.Import;

/// <summary>Something that a file has, but that could not be or could not be read, and was left out.</summary>
/// <param name="What">What it was.</param>
/// <param name="Count">How often, from 1.</param>
public sealed record ImportWarning(ImportLoss What, int Count);

/// <summary>
/// What a recording has that is left out, or is otherwise not as it should be. `time`: a time that is none, is missing where others have
/// one, or is far from those around it; the point, lap or session counts without it. `position`: one that is none, such as 0/0. `jump`: a
/// position or way that nobody can make in the time. `repeatedPoint`: a point that was recorded before. `altitude`: one that is none, drops
/// out, or rises faster than anybody climbs. `heartRate`: one that is none, or a highest below the mean. `distance`: one that is none, or a
/// count that nobody can have reached. `duration`: one that is none, or longer than that of which it is a part, and cut. `energy`, `steps`:
/// a number that is none, or that of an unfinished file's finished laps. `checksum`: not that of the bytes, which count nevertheless.
/// `fileEnd`: the file or a part of it is cut short or damaged, and was read up to there, or something follows that is no part of it.
/// </summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ImportLoss>))]
public enum ImportLoss
{
    /// <summary>A time that is none, is missing where others have one, or is far from those around it. The point, the lap or the session counts without it.</summary>
    Time,

    /// <summary>A position that is none, such as 0/0.</summary>
    Position,

    /// <summary>A position that nobody can have reached in the time. The way there does not count.</summary>
    Jump,

    /// <summary>A point that was recorded before.</summary>
    RepeatedPoint,

    /// <summary>An altitude that is none, drops out, or rises faster than anybody climbs.</summary>
    Altitude,

    /// <summary>A heart rate that is none, or a highest that is below the mean.</summary>
    HeartRate,

    /// <summary>A distance that is none, or a count that nobody can have reached in the time.</summary>
    Distance,

    /// <summary>A duration that is none, or longer than that of which it is a part.</summary>
    Duration,

    /// <summary>Energy that nobody can spend, or that of an unfinished file's finished laps.</summary>
    Energy,

    /// <summary>A number of steps that is none, or that of an unfinished file's finished laps.</summary>
    Steps,

    /// <summary>A checksum that is not that of the bytes: they were changed on their way. What they say counts nevertheless.</summary>
    Checksum,

    /// <summary>
    /// The end of a file that is cut short, what follows a place from which on it cannot be read, or what is behind it and no part of it. Also an
    /// end that is not where the file says.
    /// </summary>
    FileEnd,
}
