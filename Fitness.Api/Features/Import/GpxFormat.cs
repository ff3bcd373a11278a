using System.Xml;

namespace Fitness.Api.Features.Import;

/// <summary>GPX 1.1 (https://www.topografix.com/GPX/1/1/): its tracks, with the heart rates of Garmin's TrackPointExtension. Routes and waypoints are not recordings.</summary>
internal sealed class GpxFormat : ITrackFormat
{
    public const string Namespace = "http://www.topografix.com/GPX/1/1";

    private readonly TrackFile file = new(new TrackTotals());
    private TrackPoint point = new();

    public void Begin(string parent, string name, XmlReader element)
    {
        switch (parent, name)
        {
            case ("", "gpx"):
                file.Device = element.GetAttribute("creator");
                break;
            case ("trkseg", "trkpt"):
                point = new TrackPoint(
                    Position: new Position(
                        TrackXml.Number("lat", element.GetAttribute("lat"), -90, 90),
                        TrackXml.Number("lon", element.GetAttribute("lon"), -180, 180)
                    )
                );
                break;
        }
    }

    public void End(string parent, string name, string text)
    {
        switch (parent, name)
        {
            case ("trkpt", "ele"):
                point = point with { Altitude = TrackXml.Number("ele", text, -1000, 100_000) };
                break;
            case ("trkpt", "time"):
                point = point with { Time = TrackXml.Time("time", text) };
                break;
            case ("TrackPointExtension", "hr"):
                point = point with { HeartRate = HeartRates.Read("hr", text) };
                break;
            case ("trkseg", "trkpt"):
                file.Track.Add(point);
                break;
            case ("trk", "trkseg"):
                file.Track.EndSegment();
                break;
            case ("trk", "name"):
                file.Name ??= text;
                break;
            case ("trk", "desc"):
                file.Notes ??= text;
                break;
            case ("trk", "type"):
                file.Sport ??= SportNames.Find(text);
                break;
        }
    }

    public TrackFile Finish() => file;
}
