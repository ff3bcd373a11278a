using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Samples;

/// <summary>
/// Twelve weeks of one runner's training, the same at every start: regular runs and rides, a strength day, a rest day each week, a
/// Sunday with two activities, a trip to another time zone, and days without the heart-rate strap.
/// </summary>
internal static class SampleActivities
{
    private const int Weeks = 12;

    private static readonly DateOnly FirstDay = new(2026, 8, 31);

    private static readonly TimeSpan Home = TimeSpan.FromHours(2);
    private static readonly TimeSpan HomeInWinter = TimeSpan.FromHours(1);
    private static readonly DateOnly WinterTime = new(2026, 10, 25);
    private static readonly TimeSpan Abroad = TimeSpan.FromHours(-4);
    private const int WeekAbroad = 5;

    private sealed record Plan(
        DayOfWeek Day,
        TimeOnly At,
        Sport Sport,
        string Name,
        int Minutes,
        decimal? MetersPerSecond,
        int? HeartRate,
        decimal KilocaloriesPerMinute
    );

    private static readonly Plan[] Week =
    [
        new(DayOfWeek.Monday, new(6, 40), Sport.Running, "Easy morning run", 42, 2.75m, 138, 11.2m),
        new(DayOfWeek.Tuesday, new(18, 15), Sport.StrengthTraining, "Strength at the gym", 50, null, 112, 6.1m),
        new(DayOfWeek.Wednesday, new(6, 30), Sport.Running, "Intervals on the track", 48, 3.15m, 157, 13.4m),
        new(DayOfWeek.Thursday, new(19, 5), Sport.Swimming, "Evening swim", 40, 0.82m, null, 9.0m),
        new(DayOfWeek.Saturday, new(9, 20), Sport.Cycling, "Ride with the club", 135, 7.4m, 134, 10.3m),
        new(DayOfWeek.Sunday, new(8, 10), Sport.Running, "Long run", 92, 2.68m, 146, 11.0m),
        new(DayOfWeek.Sunday, new(17, 30), Sport.Walking, "Walk in the park", 55, 1.35m, null, 4.2m),
    ];

    /// <summary>The ids and the activities, oldest first; the ids count from 1.</summary>
    public static IEnumerable<(string Id, ActivityInput Activity)> All()
    {
        var id = 0;
        for (var week = 0; week < Weeks; week++)
        {
            foreach (var plan in Week)
            {
                var day = FirstDay.AddDays((week * 7) + (((int)plan.Day + 6) % 7));
                yield return ($"{++id}", Create(plan, week, day));
            }
        }
    }

    private static ActivityInput Create(Plan plan, int week, DateOnly day)
    {
        // Form improves from week to week and drops a little in every fourth, which is an easy one.
        var form = 1m + (0.006m * week) - (week % 4 == 3 ? 0.08m : 0m);
        var moving = (int)(plan.Minutes * 60 * form) + (week * 7 % 13);
        var distance = plan.MetersPerSecond is { } speed ? decimal.Round(moving * speed, 1) : (decimal?)null;
        var onFoot = plan.Sport is Sport.Running or Sport.Walking;
        return new ActivityInput
        {
            Sport = plan.Sport,
            Name = week == WeekAbroad ? $"{plan.Name} in Boston" : plan.Name,
            Start = new DateTimeOffset(
                day,
                plan.At,
                week == WeekAbroad ? Abroad
                    : day >= WinterTime ? HomeInWinter
                    : Home
            ),
            ElapsedSeconds = moving + 60 + (week * 31 % 240),
            MovingSeconds = moving,
            DistanceMeters = distance,
            ElevationGainMeters = distance is { } meters && plan.Sport != Sport.Swimming ? decimal.Round(meters * 0.008m, 0) : null,
            EnergyKilocalories = decimal.Round(moving / 60m * plan.KilocaloriesPerMinute, 0),
            Steps = onFoot && distance is { } covered ? (int)(covered / (plan.Sport == Sport.Running ? 1.05m : 0.74m)) : null,
            AverageHeartRate = plan.HeartRate + (week % 5) - 2,
            MaxHeartRate = plan.HeartRate + 24 + (week % 7),
            Source = plan.HeartRate is null ? ActivitySource.App : ActivitySource.Device,
            Device = plan.HeartRate is null ? null : "Watch",
        };
    }
}
