using System.Globalization;
using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Import.Fit;

namespace Fitness.Api.Features.Import;

/// <summary>
/// FIT, the format of the watches: activities, by the messages of Garmin's public profile. What the device says of a session counts before
/// what its records would sum up to.
/// </summary>
internal sealed class FitFormat : IFitReceiver
{
    private const int Activity = 4;
    private const int ActivitySummary = 20;

    // Of the device that wrote the file.
    private const int Creator = 0;

    private const int TimerEvent = 0;
    private const int Start = 0;
    private const int ActiveLength = 1;

    // Starts and stops of a file; a ride with automatic pauses through a town has hundreds.
    private const int MaxTimerEvents = 10_000;

    // Of 25 m, in a day.
    private const int MaxLengths = 10_000;

    // With a transition before each but the first.
    private const int MaxSessions = 2 * ImportLimits.MaxRecordings;
    private const double SemicircleDegrees = 180.0 / (1L << 31);

    // Counts of a metre, in the record's compressed distance.
    private const double CompressedMeter = 16;

    /// <summary>Hours between UTC and a local time, at most.</summary>
    public const double MaxOffsetHours = 14;

    /// <summary>Minutes of which local times are a multiple away from UTC.</summary>
    public const double OffsetMinutes = 15;

    private static readonly int[] Stops = [1, 4, 8, 9];

    private readonly Recordings recordings = new();
    private readonly List<FitPart> parts = [];
    private readonly FitStrap strap = new();

    // Of the parts that are no recordings.
    private readonly ImportWarnings lost = new();
    private readonly TrackPoint point = new();
    private FitPart part;
    private FitAccumulator compressed = new();
    private string? other;
    private int laps;
    private int timerEvents;

    public FitFormat() => part = new FitPart(strap);

    public void BeginPart()
    {
        if (part.IsUsed)
        {
            LeavePart();
            part = new FitPart(strap);
        }
        strap.BeginPart();
        compressed = new FitAccumulator();
    }

    public void Take(FitMessage message)
    {
        part.IsUsed = true;
        if (message.Type == FitMessageType.FileId)
            TakeFile(message);
        else if (part.IsOther is not true)
            TakeOfActivity(message);
    }

    public void EndPart()
    {
        if (part.IsOther is true || part.IsEmpty)
            return;
        parts.Add(part);
        if (parts.Count > ImportLimits.MaxRecordings)
            throw new FormatException(
                $"The file has more than {ImportLimits.MaxRecordings} recordings, which is as many as are taken at once. Split it."
            );
    }

    public void FindWrongChecksum() => part.Damage.Add(ImportLoss.Checksum);

    public void FindWrongEnd() => part.Damage.Add(ImportLoss.FileEnd);

    /// <summary>The recordings in the file, after its end.</summary>
    /// <param name="reader">What has read the file.</param>
    /// <param name="rest">Lets others do their work in between.</param>
    /// <exception cref="FormatException">There is none, or there are more than can be stored at once.</exception>
    public async Task<IReadOnlyList<TrackFile>> FinishAsync(FitReader reader, Func<Task> rest)
    {
        LeavePart();
        foreach (var one in parts)
            one.Place();
        JoinStraps();
        foreach (var one in parts)
            await one.FinishAsync(recordings, rest);
        if (recordings.IsEmpty)
            throw other is not null ? new FormatException($"The file is no activity. Its FIT file type is '{other}'.")
            : reader.Fault is var (reason, position) ? FitFile.CreateException(reason, position)
            : parts.Count == 0
                ? new FormatException(
                    $"The file has no activity: neither a session nor a record nor a lap.{(lost.Count(ImportLoss.FileEnd) > 0 ? " It is cut short." : "")}"
                )
            : new FormatException("The file has only the transitions from one sport to the next.");
        var files = recordings.Finish();
        files[^1].Warnings.Add(lost);
        return files;
    }

    private void LeavePart()
    {
        if (!ReferenceEquals(part, parts.LastOrDefault()))
            lost.Add(part.Damage);
    }

    // One that is alone, or of another time, is an activity.
    private void JoinStraps()
    {
        foreach (var one in parts.FindAll(one => one.IsOfStrap))
        {
            if (parts.Find(recording => !recording.IsOfStrap && recording.IsDuring(one)) is not { } found)
                continue;
            found.Join(one);
            parts.Remove(one);
        }
    }

    private void TakeOfActivity(FitMessage message)
    {
        switch (message.Type)
        {
            case FitMessageType.DeviceInfo:
                if (message.Integer(FitField.DeviceIndex) == Creator)
                    TakeDevice(message);
                break;
            case FitMessageType.Sport:
                part.NextSport = FitSports.Find(message.Integer(FitField.Sport), message.Integer(FitField.SubSport));
                part.Sport ??= part.NextSport;
                break;
            case FitMessageType.Session:
                if (part.Sessions == MaxSessions)
                    throw new FormatException($"The file has more than {MaxSessions} sessions. Split it.");
                part.Add(new FitSession(message));
                break;
            case FitMessageType.Lap:
                TakeLap(message);
                break;
            case FitMessageType.Record:
                TakeRecord(message);
                break;
            case FitMessageType.Event:
                TakeEvent(message);
                break;
            case FitMessageType.Activity:
                TakeOffset(message);
                break;
            case FitMessageType.Length:
                TakeLength(message);
                break;
            case FitMessageType.HeartRate:
                var rates = strap.Count;
                strap.Take(message);
                CountPoints(strap.Count - rates);
                break;
        }
    }

    private void TakeFile(FitMessage message)
    {
        // The first one says what the part is.
        if (part.IsOther is null && message.Integer(FitField.FileType) is { } type and not (Activity or ActivitySummary))
        {
            part.IsOther = true;
            other ??= FitNames.FileTypes.GetValueOrDefault(type, type.ToString(CultureInfo.InvariantCulture));
        }
        part.IsOther ??= false;
        part.Created ??= message.Date(FitField.TimeCreated);
        TakeDevice(message);
    }

    private void TakeDevice(FitMessage message)
    {
        part.Product ??= TrackText.Line(TrackText.Decode(message.Text(FitField.ProductName)));
        part.Manufacturer ??= FitNames.Manufacturers.GetValueOrDefault(message.Integer(FitField.Manufacturer) ?? 0);
    }

    private void TakeLength(FitMessage message)
    {
        if (message.Integer(FitField.LengthType) != ActiveLength)
            return;
        if (part.Lengths.Count == MaxLengths)
            throw new FormatException($"The file has more than {MaxLengths} lengths of a pool. Split it.");
        part.Lengths.Add((message.Date(FitField.StartTime) ?? message.Time)?.UtcTicks ?? 0);
    }

    private void TakeLap(FitMessage message)
    {
        if (++laps > ImportLimits.MaxLaps)
            throw new FormatException($"The file has more than {ImportLimits.MaxLaps} laps. Split it.");
        part.Sport ??= FitSports.Find(message.Integer(FitField.Sport), message.Integer(FitField.SubSport));
        part.Add(FitLap.Read(message, part.Warnings));
    }

    private void TakeRecord(FitMessage message)
    {
        CountPoints(1);
        point.Time = message.Time;
        point.Position = TrackValues.Position(
            part.Warnings,
            message.Number(FitField.Latitude) * SemicircleDegrees,
            message.Number(FitField.Longitude) * SemicircleDegrees
        );
        point.Altitude = TrackValues.Altitude(
            part.Warnings,
            message.Number(FitField.EnhancedAltitude) ?? message.Number(FitField.Altitude)
        );
        point.HeartRate = message.Number(FitField.HeartRate) is { } rate ? HeartRates.Of(rate) : null;
        point.Distance = TrackValues.Measure(
            part.Warnings,
            ImportLoss.Distance,
            nameof(FitField.Distance),
            message.Number(FitField.Distance) ?? CompressedDistance(message.Bytes(FitField.CompressedSpeedDistance)),
            ActivityInput.MaxMeters
        );
        part.HasHeartRates |= point.HeartRate is not (null or HeartRates.None);
        part.HasMeasures |= point is not { Position: null, Altitude: null, Distance: null };
        part.Points.Add(point);
    }

    // The speed comes first.
    private double? CompressedDistance(ReadOnlySpan<byte> bytes) =>
        FitAccumulator.Count(bytes.Length) < 2 ? null : compressed.Add(FitAccumulator.Unpack(bytes, 1)) / CompressedMeter;

    // A point may have two bytes, so the first that is too many ends the reading.
    private void CountPoints(int count)
    {
        for (; count > 0; count--)
        {
            if (!recordings.CountPoint())
                throw new FormatException($"The file has more than {ImportLimits.MaxPoints} track points. Split it.");
        }
    }

    private void TakeEvent(FitMessage message)
    {
        if (
            message.Integer(FitField.Event) != TimerEvent
            || message.Time is not { } time
            || message.Integer(FitField.EventType) is not { } type
            || (type != Start && !Stops.Contains(type))
        )
            return;
        if (++timerEvents > MaxTimerEvents)
            throw new FormatException($"The file starts and stops the timer more than {MaxTimerEvents} times. Split it.");
        part.Pauses.Add(time.UtcTicks, runs: type == Start);
    }

    private void TakeOffset(FitMessage message)
    {
        if (message.Date(FitField.LocalTimestamp) is not { } local || message.Time is not { } time)
            return;
        // Some devices read the two clocks one after the other.
        var minutes = Math.Round((local - time).TotalMinutes / OffsetMinutes) * OffsetMinutes;
        if (Math.Abs(minutes) <= TimeSpan.FromHours(MaxOffsetHours).TotalMinutes)
            part.Offset = TimeSpan.FromMinutes(minutes);
    }
}
