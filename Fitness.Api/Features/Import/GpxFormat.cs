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
    private DateTimeOffset? earliest;
    private DateTimeOffset? latest;

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
            case ("trkseg", "trkpt"):
                point = new TrackPoint(Position: ReadPosition(element.GetAttribute("lat"), element.GetAttribute("lon")));
                break;
        }
    }

    public void End(string parent, string name, string text)
    {
        switch (parent, name)
        {
            case ("trkpt", "ele"):
                Set(point => point with { Altitude = TrackXml.Altitude(file.Warnings, "ele", text) });
                break;
            case ("trkpt", "time"):
                Set(point => point with { Time = TrackXml.OptionalTime(file.Warnings, "time", text) });
                break;
            // In Garmin's TrackPointExtension, Cluetrust's gpxdata, or directly in the extensions.
            case (_, "hr" or "heartrate" or "heartRate" or "heart_rate"):
                Set(point => point with { HeartRate = HeartRates.Read(file.Warnings, name, text) });
                break;
            case ("trkseg", "trkpt"):
                if (point is { } whole)
                    Add(whole);
                point = null;
                break;
            case ("trk", "trkseg"):
                file.Track.EndSegment();
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
        earliest = point.Time < earliest ? point.Time : earliest ?? point.Time;
        latest = point.Time > latest ? point.Time : latest ?? point.Time;
        file.Track.Add(point);
    }

    /// <summary>A track has its first point: does it go on with the recording so far?</summary>
    private void Open(Track begun, TrackPoint point)
    {
        track = begun with { IsOpen = false };
        if (IsElsewhere(point.Time) || (begun.Sport is { } sport && file.Sport is { } before && sport != before))
        {
            file = new TrackFile();
            (earliest, latest) = (null, null);
            recordings.Add(file);
        }
        else if (recordings.IsEmpty)
        {
            recordings.Add(file);
        }
        Describe(begun);
    }

    private bool IsElsewhere(DateTimeOffset? time) =>
        (time - latest)?.TotalSeconds > ImportRules.TrackGap || (earliest - time)?.TotalSeconds > ImportRules.TrackGap;

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

    // Elements of the same names elsewhere are not a point's.
    private void Set(Func<TrackPoint, TrackPoint> change) => point = point is null ? null : change(point);

    private Position? ReadPosition(string? latitude, string? longitude) =>
        TrackXml.Position(file.Warnings, ("lat", latitude), ("lon", longitude));
}
