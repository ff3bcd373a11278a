namespace Fitness.Api.Storage;

/// <summary>The pause before a request is sent again: exponential, with full jitter, so that those who met do not meet again.</summary>
internal static class Backoff
{
    private const int FirstMilliseconds = 10;
    private const int Doublings = 5;

    /// <param name="attempt">How many attempts there were, from 1.</param>
    /// <param name="cancellation">Ends the pause.</param>
    public static Task DelayAsync(int attempt, CancellationToken cancellation) =>
        Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, FirstMilliseconds << Math.Min(attempt - 1, Doublings))), cancellation);
}
