using System.Globalization;

namespace Fitness.Tests.Import;

/// <summary>Files as devices and exporters write them, to the north at 3 m/s unless a test says otherwise.</summary>
internal static class TrackFiles
{
    // Metres of a degree of latitude where they begin.
    private const double DegreeMeters = 111_270;

    /// <summary>A file of tracks.</summary>
    public static string Gpx(string? sport, params IEnumerable<string> tracks) =>
        $"<gpx>{string.Concat(tracks.Select(track => $"<trk>{(sport is null ? "" : $"<type>{sport}</type>")}<trkseg>{track}</trkseg></trk>"))}</gpx>";

    /// <summary>A file of laps.</summary>
    public static string Tcx(params IEnumerable<string> laps) =>
        $"<TrainingCenterDatabase><Activities><Activity Sport=\"Running\">{string.Concat(laps)}</Activity></Activities></TrainingCenterDatabase>";

    /// <summary>A lap with its totals, and its track if it has one.</summary>
    public static string Lap(int second, int? seconds, int? meters, string? track = null) =>
        $"<Lap StartTime=\"{Time(second)}\">{Element("TotalTimeSeconds", seconds)}{Element("DistanceMeters", meters)}{Element("Track", track)}</Lap>";

    /// <summary>The points of a track at these seconds.</summary>
    public static string Points(IEnumerable<int> seconds) => string.Concat(seconds.Select(second => Point(second)));

    /// <summary>The points of a lap's track at these seconds.</summary>
    public static string Trackpoints(IEnumerable<int> seconds, bool areLocated = true) =>
        string.Concat(
            seconds.Select(second =>
                $"<Trackpoint><Time>{Time(second)}</Time>{Element("Position", areLocated ? string.Create(CultureInfo.InvariantCulture, $"<LatitudeDegrees>{Latitude(3 * second)}</LatitudeDegrees><LongitudeDegrees>13</LongitudeDegrees>") : null)}<DistanceMeters>{3 * second}</DistanceMeters></Trackpoint>"
            )
        );

    /// <summary>A point; where it would be at that second, unless given.</summary>
    public static string Point(double? second, double? meters = null, double? altitude = null) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"<trkpt lat=\"{Latitude(meters ?? 3 * second ?? 0)}\" lon=\"13\">{Element("ele", altitude)}{Element("time", second is { } time ? Time(time) : null)}</trkpt>"
        );

    /// <summary>A moment, as files write it.</summary>
    public static string Time(double second) =>
        new DateTime(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc)
            .AddSeconds(second)
            .ToString("yyyy-MM-ddTHH:mm:ss.FFFZ", CultureInfo.InvariantCulture);

    /// <summary>Whole numbers from one to another, both included.</summary>
    public static IEnumerable<int> Range(int from, int to, int step = 10)
    {
        for (var number = from; number <= to; number += step)
            yield return number;
    }

    private static double Latitude(double meters) => 52 + (meters / DegreeMeters);

    private static string Element(string name, object? content) =>
        content is null ? "" : string.Create(CultureInfo.InvariantCulture, $"<{name}>{content}</{name}>");
}
