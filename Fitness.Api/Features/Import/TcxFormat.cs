using System.Xml;

namespace Fitness.Api.Features.Import;

/// <summary>Garmin's Training Center XML, version 2 (https://www8.garmin.com/xmlschemas/TrainingCenterDatabasev2.xsd): a single activity with laps and tracks.</summary>
internal sealed class TcxFormat : ITrackFormat
{
    public const string Namespace = "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2";
    private const double MaxMeters = 1e9;

    private readonly TrackFile file = new(new TrackTotals());
    private TrackPoint point = new();
    private double? latitude;
    private bool found;
    private bool inside;
    private int tracks;
    private Lap? lap;

    // Elsewhere the element would be counted for no lap, or for the wrong one.
    private Lap Lap => lap ?? throw new FormatException("It belongs into a 'Lap' of the 'Activity'.");

    public void Begin(string parent, string name, XmlReader element)
    {
        // Courses and workouts have elements of the same names, but they are plans, not recordings.
        if (!inside && (parent, name) is not ("Activities", "Activity" or "MultiSportSession"))
            return;
        switch (parent, name)
        {
            case ("Activities", "Activity"):
                if (found)
                    throw new FormatException("The file has more than one activity. Import each by itself.");
                (found, inside) = (true, true);
                file.Sport = SportNames.Find(element.GetAttribute("Sport"));
                break;
            case ("Activities", "MultiSportSession"):
                throw new FormatException("The file has several activities of one session. Import each by itself.");
            case ("Activity", "Lap"):
                if (lap is not null)
                    throw new FormatException("A 'Lap' is inside another.");
                if (file.Laps.Count == ImportLimits.MaxLaps)
                    throw new FormatException($"The activity has more than {ImportLimits.MaxLaps} laps.");
                lap = new Lap { Start = TrackXml.Time("StartTime", element.GetAttribute("StartTime")) };
                file.Laps.Add(lap);
                tracks = 0;
                break;
            case (_, "Lap"):
                throw new FormatException("A 'Lap' belongs directly into the 'Activity'.");
            case ("Lap", "Track"):
                // A pause splits a lap into several tracks; between laps the recording continues.
                if (++tracks > 1)
                    file.Track.EndSegment();
                break;
            case ("Track", "Trackpoint"):
                point = new TrackPoint();
                latitude = null;
                break;
        }
    }

    public void End(string parent, string name, string text)
    {
        if (!inside)
            return;
        switch (parent, name)
        {
            case ("Activities", "Activity"):
                inside = false;
                break;
            case ("Activity", "Lap"):
                lap = null;
                break;
            case ("Lap", "TotalTimeSeconds"):
                Lap.TimerSeconds = TrackXml.Number("TotalTimeSeconds", text, 0, 1e9);
                break;
            case ("Lap", "DistanceMeters"):
                Lap.Distance = TrackXml.Number("DistanceMeters", text, 0, MaxMeters);
                break;
            case ("Lap", "Calories"):
                Lap.Kilocalories = (int)TrackXml.Number("Calories", text, 0, ushort.MaxValue);
                break;
            case ("AverageHeartRateBpm", "Value"):
                Lap.AverageHeartRate = HeartRates.Read("AverageHeartRateBpm", text);
                break;
            case ("MaximumHeartRateBpm", "Value"):
                Lap.MaxHeartRate = HeartRates.Read("MaximumHeartRateBpm", text);
                break;
            case ("LX", "Steps"):
                Lap.Steps = (int)TrackXml.Number("Steps", text, 0, int.MaxValue);
                break;
            case ("Trackpoint", "Time"):
                point = point with { Time = TrackXml.Time("Time", text) };
                break;
            case ("Position", "LatitudeDegrees"):
                latitude = TrackXml.Number("LatitudeDegrees", text, -90, 90);
                break;
            case ("Position", "LongitudeDegrees"):
                var longitude = TrackXml.Number("LongitudeDegrees", text, -180, 180);
                point = point with
                {
                    Position = new Position(latitude ?? throw new FormatException("'LatitudeDegrees' is missing."), longitude),
                };
                break;
            case ("Trackpoint", "AltitudeMeters"):
                point = point with { Altitude = TrackXml.Number("AltitudeMeters", text, -1000, 100_000) };
                break;
            case ("Trackpoint", "DistanceMeters"):
                point = point with { Distance = TrackXml.Number("DistanceMeters", text, 0, MaxMeters) };
                break;
            case ("HeartRateBpm", "Value"):
                point = point with { HeartRate = HeartRates.Read("HeartRateBpm", text) };
                break;
            case ("Track", "Trackpoint"):
                file.Track.Add(point);
                break;
            case ("Activity", "Notes"):
                file.Notes = text;
                break;
            case ("Creator", "Name"):
                file.Device = text;
                break;
        }
    }

    public TrackFile Finish()
    {
        if (!found)
            throw new FormatException("The file has no activity.");
        file.Track.EndSegment();
        return file;
    }
}
