namespace Fitness.Api.Storage;

/// <summary>The delay before a retry: exponential backoff with full jitter, so that requests that collided do not collide again.</summary>
internal static class Backoff
{
    private const int FirstMilliseconds = 10;
    private const int Doublings = 5;

    /// <param name="attempt">The number of attempts so far, from 1.</param>
    /// <param name="cancellation">Cancels the delay.</param>
    public static Task DelayAsync(int attempt, CancellationToken cancellation) =>
        Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, FirstMilliseconds << Math.Min(attempt - 1, Doublings))), cancellation);
}
