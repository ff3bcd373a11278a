using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

/// <summary>
/// What counts of a recording, in numbers. Devices lose their receiver, their clock and their sensors on the way; what cannot be is left
/// out and named in the response's <c>warnings</c>, and what is left is the activity.
/// </summary>
internal static class ImportRules
{
    /// <summary>The lowest speed that counts as moving, in metres per second.</summary>
    public const double MovingSpeed = 0.5;

    /// <summary>The shortest time to measure speed over, in seconds: a receiver at rest jumps from second to second, but stays in place.</summary>
    public const double SpeedSeconds = 5;

    /// <summary>The smallest rise that counts, in metres. Anything less is altimeter noise.</summary>
    public const double Rise = 3;

    /// <summary>Seconds to a point without a time beside one that has one, unless points usually come more slowly.</summary>
    public const double UsualSeconds = 10;

    /// <summary>How long a heart rate holds if no other comes, in seconds. After that nothing is known.</summary>
    public const double HeartRateSeconds = 60;

    /// <summary>Metres between two positions, or between two counts of the distance, beyond those that the speed allows, from which on one of them is wrong. A receiver that sees few satellites is wrong by less.</summary>
    public const double PositionError = 50;

    /// <summary>Metres per second up or down that nobody climbs or falls on the ground.</summary>
    public const double VerticalSpeed = 30;

    /// <summary>Metres between two altitudes, beyond those that <see cref="VerticalSpeed"/> allows, from which on one of them is wrong.</summary>
    public const double AltitudeError = 30;

    /// <summary>Seconds between two points of a part of a recording within which another part adds nothing.</summary>
    public const double RecordedGap = 60;

    /// <summary>
    /// At most so many points that are not in the order of time have a wrong one, unless it fits their place; more are a part that is written
    /// elsewhere in the file. And so many at an end of a recording, more than <see cref="StrayHours"/> away from all others, have a wrong
    /// time: the device's clock was not set yet.
    /// </summary>
    public const int StrayPoints = 3;

    /// <inheritdoc cref="StrayPoints"/>
    public const int StrayHours = 24;

    /// <summary>Days of rest within a session, at most; between records further apart, a clock was set.</summary>
    public const int RestDays = 7;

    /// <summary>Seconds by which a device has to count distance for longer than there are positions, for its count to be the distance.</summary>
    public const double CountedSeconds = 5;

    /// <summary>The same in proportion: a device that counts on while its receiver wakes up has a better distance than the positions.</summary>
    public const double CountedShare = 0.02;

    /// <summary>Seconds between two tracks of a file from which on they are two recordings.</summary>
    public const double TrackGap = 3600;

    /// <summary>Seconds by which a lap may begin before its first point although its timer ran for less than that.</summary>
    public const double LapLead = 3600;

    private const double OnFoot = 15;
    private const double OnBicycle = 45;
    private const double InWater = 6;
    private const double OnWater = 30;
    private const double OnSnow = 75;
    private const double OnSkates = 30;

    // Nothing is known of it; it may be a glider.
    private const double Unknown = 350;

    // Stairs, ramps that are ridden with momentum; lifts.
    private const double UpOnFoot = 3;
    private const double UpOnWheels = 5;
    private const double UpInLifts = 15;

    /// <summary>Metres per second that nobody reaches in the sport.</summary>
    public static double TopSpeed(Sport? sport) =>
        sport switch
        {
            null or Sport.Other => Unknown,
            Sport.Cycling or Sport.MountainBiking or Sport.GravelCycling or Sport.IndoorCycling or Sport.EBiking => OnBicycle,
            Sport.Swimming or Sport.OpenWaterSwimming => InWater,
            Sport.Rowing or Sport.IndoorRowing or Sport.Kayaking or Sport.StandUpPaddleboarding or Sport.Surfing or Sport.Sailing =>
                OnWater,
            Sport.AlpineSkiing or Sport.Snowboarding => OnSnow,
            Sport.CrossCountrySkiing or Sport.IceSkating or Sport.InlineSkating or Sport.HorsebackRiding => OnSkates,
            _ => OnFoot,
        };

    /// <summary>Whether so many metres can lie between two points, in so many seconds.</summary>
    public static bool CanCover(Sport? sport, double meters, double seconds) => meters <= Reach(sport, seconds);

    /// <summary>Metres from which on one of two points is wrong that are so many seconds apart.</summary>
    public static double Reach(Sport? sport, double seconds) => PositionError + (TopSpeed(sport) * seconds);

    /// <summary>Whether positions are no way, because it is done on the spot.</summary>
    public static bool IsOnTheSpot(Sport? sport) =>
        sport is Sport.StrengthTraining or Sport.Yoga or Sport.Pilates or Sport.Elliptical or Sport.StairClimbing;

    /// <summary>Whether it is done indoors, and altitudes are no climb unless the device says so.</summary>
    public static bool IsIndoors(Sport? sport) =>
        sport is Sport.TreadmillRunning or Sport.IndoorCycling or Sport.IndoorRowing || IsOnTheSpot(sport);

    /// <summary>Metres per second that nobody climbs in the sport, over a rise of more than <see cref="AltitudeError"/>.</summary>
    public static double ClimbSpeed(Sport? sport) =>
        TopSpeed(sport) switch
        {
            Unknown => VerticalSpeed,
            OnSnow => UpInLifts,
            OnFoot => UpOnFoot,
            _ => UpOnWheels,
        };

    /// <summary>Whether altitudes are a climb: in and on the water they are the altimeter's noise.</summary>
    public static bool HasClimb(Sport? sport) =>
        sport
            is not (
                Sport.Swimming
                or Sport.OpenWaterSwimming
                or Sport.Rowing
                or Sport.IndoorRowing
                or Sport.Kayaking
                or Sport.StandUpPaddleboarding
                or Sport.Surfing
                or Sport.Sailing
            );

    /// <summary>Whether a count of steps is one: a ride's are turns of the crank, a swim's strokes.</summary>
    public static bool HasSteps(Sport? sport) =>
        sport
            is Sport.Running
                or Sport.TrailRunning
                or Sport.TreadmillRunning
                or Sport.Walking
                or Sport.Hiking
                or Sport.Mountaineering
                or Sport.Snowshoeing;
}
