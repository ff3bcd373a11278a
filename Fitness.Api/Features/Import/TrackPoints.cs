namespace Fitness.Api.Features.Import;

/// <summary>
/// The points of a recording, in the order of the file, in 40 bytes each. They come in parts: segments, tracks of a lap.
/// </summary>
internal sealed class TrackPoints
{
    // Small, because a file can have thousands of recordings of a point; a list that grows would need three times the memory.
    private const int PieceLength = 64;
    private const long NoTime = -1;
    private const long ForgottenTime = -2;
    private const short NoRate = -1;
    private const int NoAltitude = int.MinValue;
    private const double Millimeters = 1000;

    private readonly List<Stored[]> pieces = [];
    private readonly List<Part> parts = [new(0, false)];

    /// <summary>Points.</summary>
    public int Count { get; private set; }

    /// <summary>Points with a time, as the file has them.</summary>
    public int Timed { get; private set; }

    /// <summary>Points of which the file does not say a time, not even an unreadable one.</summary>
    public int Untimed { get; private set; }

    /// <summary>Parts.</summary>
    public int Parts => parts.Count;

    /// <summary>A point.</summary>
    /// <param name="index">From 0, in the order of the file.</param>
    public TrackPoint this[int index]
    {
        get
        {
            ref var point = ref At(index);
            return new TrackPoint
            {
                Time = point.Ticks < 0 ? null : new DateTimeOffset(point.Ticks, TimeSpan.Zero),
                HasLostTime = point.Ticks == ForgottenTime,
                Position = double.IsNaN(point.Position.Latitude) ? null : point.Position,
                Altitude = point.Altitude == NoAltitude ? null : point.Altitude / Millimeters,
                Distance = double.IsNaN(point.Distance) ? null : point.Distance,
                HeartRate = point.HeartRate == NoRate ? null : point.HeartRate,
            };
        }
    }

    /// <summary>Adds a point to the last part.</summary>
    public void Add(TrackPoint point)
    {
        if (point.Time is not null)
            Timed++;
        else if (!point.HasUnreadableTime)
            Untimed++;
        Add(
            new Stored(
                point.Time?.UtcTicks ?? NoTime,
                point.Position ?? new Position(double.NaN, double.NaN),
                point.Distance ?? double.NaN,
                point.Altitude is { } altitude ? (int)Math.Round(altitude * Millimeters) : NoAltitude,
                (short?)point.HeartRate ?? NoRate
            )
        );
    }

    /// <summary>Adds all points of another recording, as further parts.</summary>
    public void Add(TrackPoints others)
    {
        for (var part = 0; part < others.Parts; part++)
        {
            BeginPart(others.parts[part].IsPaused || part == 0);
            for (var index = others.parts[part].First; index < others.EndOf(part); index++)
                Add(others.At(index));
        }
        (Timed, Untimed) = (Timed + others.Timed, Untimed + others.Untimed);
    }

    /// <summary>Takes the points out, in the order of the file; those that are taken are no longer kept.</summary>
    public IEnumerable<TrackPoint> TakeAll()
    {
        for (var index = 0; index < Count; index++)
        {
            var point = this[index];
            if (index % PieceLength == PieceLength - 1)
                pieces[index / PieceLength] = [];
            yield return point;
        }
    }

    /// <summary>The next points are another part.</summary>
    /// <param name="isPaused">Whether the recording was paused before it.</param>
    public void BeginPart(bool isPaused)
    {
        if (parts[^1].First == Count)
            parts[^1] = new Part(Count, isPaused || parts[^1].IsPaused);
        else
            parts.Add(new Part(Count, isPaused));
    }

    /// <summary>Which part a point is of.</summary>
    public int PartOf(int index)
    {
        var (low, high) = (0, parts.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = parts[middle].First <= index ? (middle, high) : (low, middle - 1);
        }
        return low;
    }

    /// <summary>Whether the recording was paused before the part.</summary>
    public bool IsPausedBefore(int part) => parts[part].IsPaused;

    /// <summary>The first and the last moment of a part, in ticks; of one without times, the last is before the first.</summary>
    public (long First, long Last) SpanOf(int part)
    {
        var (first, last) = (long.MaxValue, long.MinValue);
        for (var index = parts[part].First; index < EndOf(part); index++)
        {
            if (TicksOf(index) is not { } ticks)
                continue;
            (first, last) = (Math.Min(first, ticks), Math.Max(last, ticks));
        }
        return (first, last);
    }

    /// <summary>The time of a point in ticks of UTC; null if it has none.</summary>
    public long? TicksOf(int index) => At(index).Ticks is >= 0 and var ticks ? ticks : null;

    /// <summary>Metres that the device had counted at a point; null if it did not count.</summary>
    public double? CountOf(int index) => At(index).Distance is var meters && double.IsNaN(meters) ? null : meters;

    /// <summary>Metres between two points, as the positions have it, else as the device counted; null if one has neither.</summary>
    public double? Meters(int from, int to)
    {
        var meters = Ellipsoid.Distance(At(from).Position, At(to).Position);
        if (double.IsNaN(meters))
            meters = Math.Abs(At(to).Distance - At(from).Distance);
        return double.IsNaN(meters) ? null : meters;
    }

    /// <summary>Takes the time of a point away, and with it the count of that time.</summary>
    public void ForgetTime(int index)
    {
        ref var point = ref At(index);
        point = point with { Ticks = ForgottenTime, Distance = double.NaN };
    }

    /// <summary>Gives a point what only another one of the same moment has.</summary>
    /// <returns>Whether there is something.</returns>
    public bool Complete(int index, int twin)
    {
        ref var point = ref At(index);
        var other = At(twin);
        var whole = point with
        {
            Position = double.IsNaN(point.Position.Latitude) ? other.Position : point.Position,
            Distance = double.IsNaN(point.Distance) ? other.Distance : point.Distance,
            Altitude = point.Altitude == NoAltitude ? other.Altitude : point.Altitude,
            HeartRate = point.HeartRate == NoRate ? other.HeartRate : point.HeartRate,
        };
        var isMore = whole != point;
        point = whole;
        return isMore;
    }

    private int EndOf(int part) => part + 1 < parts.Count ? parts[part + 1].First : Count;

    private ref Stored At(int index) => ref pieces[index / PieceLength][index % PieceLength];

    private void Add(Stored point)
    {
        if (Count == pieces.Count * PieceLength)
            pieces.Add(new Stored[PieceLength]);
        At(Count++) = point;
    }

    /// <summary>A point; what is not a number is not known. The altitude is in millimetres.</summary>
    private readonly record struct Stored(long Ticks, Position Position, double Distance, int Altitude, short HeartRate);

    private readonly record struct Part(int First, bool IsPaused);
}
