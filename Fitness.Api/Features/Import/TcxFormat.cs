using System.Xml;
using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

/// <summary>Garmin's Training Center XML, version 2 (https://www8.garmin.com/xmlschemas/TrainingCenterDatabasev2.xsd): activities with laps and tracks, also those of a session of several sports.</summary>
internal sealed class TcxFormat : ITrackFormat
{
    public const string Root = "TrainingCenterDatabase";
    private const string Activity = "Activity";
    private const string Activities = "Activities";

    // Of a MultiSportSession.
    private const string First = "FirstSport";
    private const string Next = "NextSport";
    private const double MaxSeconds = 1e9;

    private readonly Recordings recordings = new();
    private TrackFile file = new();
    private TrackPoint point = new();
    private string? latitude;
    private string? longitude;
    private bool inside;
    private int tracks;
    private int laps;
    private Lap? lap;

    // Elsewhere the element would be counted for no lap, or for the wrong one.
    private Lap Lap => lap ?? throw new FormatException("It belongs into a 'Lap' of the 'Activity'.");

    public void Begin(string parent, string name, XmlReader element)
    {
        // Courses and workouts have elements of the same names, but they are plans, not recordings.
        if (!inside && !IsActivity(parent, name))
            return;
        switch (parent, name)
        {
            case (Activities or First or Next, Activity):
                inside = true;
                file = new TrackFile { Sport = SportNames.Find(element.GetAttribute("Sport")) };
                recordings.Add(file);
                break;
            case (Activity, "Lap"):
                if (lap is not null)
                    throw new FormatException("A 'Lap' is inside another.");
                if (++laps > ImportLimits.MaxLaps)
                    throw new FormatException($"The file has more than {ImportLimits.MaxLaps} laps. Split it.");
                lap = new Lap { Start = TrackValues.Time(file.Warnings, "StartTime", element.GetAttribute("StartTime")) };
                file.Laps.Add(lap);
                tracks = 0;
                break;
            case (_, "Lap"):
                throw new FormatException("A 'Lap' belongs directly into the 'Activity'.");
            case ("Lap", "Track"):
                // A pause splits a lap into several tracks; between laps the recording continues.
                file.Track.BeginPart(isPaused: ++tracks > 1);
                break;
            case ("Track", "Trackpoint"):
                point = new TrackPoint();
                break;
            case ("Trackpoint", "Position"):
                (latitude, longitude) = (null, null);
                break;
        }
    }

    public void End(string parent, string name, string text)
    {
        if (!inside)
            return;
        switch (parent, name)
        {
            case (Activities or First or Next, Activity):
                inside = false;
                break;
            case (Activity, "Lap"):
                lap = null;
                break;
            case ("Lap", "TotalTimeSeconds"):
                Lap.TimerSeconds = Number(ImportLoss.Duration, name, text, MaxSeconds);
                break;
            case ("Lap", "DistanceMeters"):
                Lap.Distance = Number(ImportLoss.Distance, name, text, ActivityInput.MaxMeters);
                break;
            case ("Lap", "Calories"):
                Lap.Kilocalories = (int?)Number(ImportLoss.Energy, name, text, ushort.MaxValue);
                break;
            case ("AverageHeartRateBpm", "Value"):
                Lap.AverageHeartRate = HeartRates.ReadOfLap(file.Warnings, parent, text);
                break;
            case ("MaximumHeartRateBpm", "Value"):
                Lap.MaxHeartRate = HeartRates.ReadOfLap(file.Warnings, parent, text);
                break;
            case ("LX", "Steps"):
                Lap.Steps = (int?)Number(ImportLoss.Steps, name, text, int.MaxValue);
                break;
            case ("Trackpoint", "Time"):
                point.Time = TrackValues.Time(file.Warnings, name, text);
                point.HasUnreadableTime = point.Time is null;
                break;
            case ("Position", "LatitudeDegrees"):
                latitude = text;
                break;
            case ("Position", "LongitudeDegrees"):
                longitude = text;
                break;
            case ("Trackpoint", "Position"):
                point.Position = TrackValues.Position(file.Warnings, ("LatitudeDegrees", latitude), ("LongitudeDegrees", longitude));
                break;
            case ("Trackpoint", "AltitudeMeters"):
                point.Altitude = TrackValues.Altitude(file.Warnings, name, text);
                break;
            case ("Trackpoint", "DistanceMeters"):
                point.Distance = Number(ImportLoss.Distance, name, text, ActivityInput.MaxMeters);
                break;
            case ("HeartRateBpm", "Value"):
                point.HeartRate = HeartRates.Read(file.Warnings, parent, text);
                break;
            case ("Track", "Trackpoint"):
                if (lap is not null)
                    lap.FirstPoint ??= point.Time;
                if (recordings.CountPoint())
                    file.Track.Add(point);
                break;
            case (Activity, "Notes"):
                file.Notes = text;
                break;
            case ("Creator", "Name"):
                file.Device = text;
                break;
        }
    }

    public IReadOnlyList<TrackFile> Finish()
    {
        if (recordings.IsEmpty)
            throw new FormatException("The file has no activity.");
        return recordings.Finish();
    }

    private static bool IsActivity(string parent, string name) => (parent, name) is (Activities or First or Next, Activity);

    private double? Number(ImportLoss what, string name, string text, double to) =>
        TrackValues.Number(file.Warnings, what, name, text, 0, to);
}
