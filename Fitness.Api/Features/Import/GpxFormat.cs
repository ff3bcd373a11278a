using System.Xml;
using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

/// <summary>
/// GPX 1.1 (https://www.topografix.com/GPX/1/1/) and 1.0: its tracks, with the heart rates of Garmin's, Cluetrust's and others' extensions.
/// Routes and waypoints are not recordings. A track that begins hours before or after the others, or is of another sport, is a recording of
/// its own.
/// </summary>
internal sealed class GpxFormat : ITrackFormat
{
    public const string Root = "gpx";

    private readonly Recordings recordings = new();
    private TrackFile file = new();
    private Track? track;
    private TrackPoint? point;
    private string? device;
    private TrackSpan span;

    // While a track is read that may be a recording of its own: the one before.
    private (TrackFile File, TrackSpan Span)? before;

    public void Begin(string parent, string name, XmlReader element)
    {
        switch (parent, name)
        {
            case ("", Root):
                device = element.GetAttribute("creator");
                break;
            case (Root, "trk"):
                track = new Track();
                break;
            case ("trk", "trkseg"):
                file.Track.BeginPart(isPaused: true);
                break;
            case ("trkseg", "trkpt"):
                point = new TrackPoint { Position = ReadPosition(element.GetAttribute("lat"), element.GetAttribute("lon")) };
                break;
        }
    }

    public void End(string parent, string name, string text)
    {
        switch (parent, name)
        {
            // Elements of the same names elsewhere are not a point's.
            case ("trkpt", "ele"):
                point?.Altitude = TrackValues.Altitude(file.Warnings, "ele", text);
                break;
            case ("trkpt", "time"):
                point?.Time = TrackValues.Time(file.Warnings, "time", text);
                point?.HasUnreadableTime = point.Time is null;
                break;
            // In Garmin's TrackPointExtension, Cluetrust's gpxdata, or directly in the extensions.
            case (_, "hr" or "heartrate" or "heartRate" or "heart_rate"):
                point?.HeartRate = HeartRates.Read(file.Warnings, name, text);
                break;
            case ("trkseg", "trkpt"):
                if (point is { } whole)
                    Add(whole);
                point = null;
                break;
            case (Root, "trk"):
                Join();
                break;
            case ("trk", "name"):
                Describe(one => one with { Name = text });
                break;
            case ("trk", "desc"):
                Describe(one => one with { Notes = text });
                break;
            case ("trk", "type"):
                Describe(one => one with { Sport = SportNames.Find(text) });
                break;
        }
    }

    public IReadOnlyList<TrackFile> Finish()
    {
        if (recordings.IsEmpty)
            recordings.Add(file);
        return recordings.Finish();
    }

    private void Add(TrackPoint point)
    {
        if (track is { IsOpen: true } begun)
            Open(begun, point);
        span = span.With(point.Time);
        if (recordings.CountPoint())
            file.Track.Add(point);
    }

    /// <summary>A track has its first point: does it go on with the recording so far?</summary>
    private void Open(Track begun, TrackPoint point)
    {
        track = begun with { IsOpen = false };
        var isOther = begun.Sport is { } sport && file.Sport is { } previous && sport != previous;
        if (isOther || span.EndsFarFrom(point.Time))
        {
            before = isOther ? null : (file, span);
            (file, span) = (new TrackFile(), new TrackSpan());
            file.Track.BeginPart(isPaused: true);
            recordings.Add(file);
        }
        else if (recordings.IsEmpty)
        {
            recordings.Add(file);
        }
        Describe(begun);
    }

    /// <summary>A track has ended: one that began far from the recording before, but ends beside it, since its points or the tracks are written newest first, belongs to it.</summary>
    private void Join()
    {
        if (
            before is var (joined, joinedSpan)
            && !joinedSpan.IsFarFrom(span)
            && (joined.Sport ?? file.Sport) == (file.Sport ?? joined.Sport)
        )
        {
            joined.Track.Add(file.Track);
            joined.Warnings.Add(file.Warnings);
            (joined.Name, joined.Notes, joined.Sport) = (joined.Name ?? file.Name, joined.Notes ?? file.Notes, joined.Sport ?? file.Sport);
            (file, span) = (joined, joinedSpan.With(span));
            recordings.RemoveLast();
        }
        before = null;
    }

    // Names may also follow the points.
    private void Describe(Func<Track, Track> change)
    {
        if (track is not { } one)
            return;
        track = change(one);
        if (!one.IsOpen)
            Describe(track);
    }

    private void Describe(Track track)
    {
        file.Device ??= device;
        file.Name ??= track.Name;
        file.Notes ??= track.Notes;
        file.Sport ??= track.Sport;
    }

    /// <summary>A track of the file; open until it has its first point.</summary>
    private sealed record Track(string? Name = null, string? Notes = null, Sport? Sport = null, bool IsOpen = true);

    private Position? ReadPosition(string? latitude, string? longitude) =>
        TrackValues.Position(file.Warnings, ("lat", latitude), ("lon", longitude));
}
