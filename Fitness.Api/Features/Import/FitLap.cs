using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Import.Fit;

namespace Fitness.Api.Features.Import;

/// <summary>Reads the laps of a FIT file.</summary>
internal static class FitLap
{
    /// <summary>A lap; what it cannot be is counted.</summary>
    public static Lap Read(FitMessage message, ImportWarnings warnings)
    {
        var timer = FitSession.Seconds(message, FitField.TimerTime, warnings);
        var elapsed = FitSession.Seconds(message, FitField.ElapsedTime, warnings) ?? timer;
        var start = message.Date(FitField.StartTime) ?? message.Time?.AddSeconds(-(elapsed ?? 0));
        // Some devices leave the pauses out of the time that elapsed; it was written at its end, or later.
        var end = start?.AddSeconds(elapsed ?? 0);
        return new Lap
        {
            Start = start,
            End = message.Time > end ? message.Time : end,
            TimerSeconds = timer,
            Distance = FitSession.Measure(message, FitField.Distance, ImportLoss.Distance, ActivityInput.MaxMeters, warnings),
            Kilocalories = (int?)FitSession.Measure(message, FitField.Calories, ImportLoss.Energy, ActivityInput.MaxKilocalories, warnings),
            Steps = FitSession.StepsOf(message, warnings),
            AverageHeartRate = FitSession.HeartRateOf(message, FitField.AverageHeartRate),
            MaxHeartRate = FitSession.HeartRateOf(message, FitField.MaxHeartRate),
        };
    }
}
