using System.Diagnostics;

namespace Fitness.Tests.Support;

/// <summary>Waits for what happens asynchronously.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>Waits until the condition holds; fails with its last state after the timeout.</summary>
    public static async Task WaitForAsync(Func<Task<bool>> condition, Func<string> state)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var begin = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(begin) < Timeout, state());
            await timer.WaitForNextTickAsync();
        }
    }
}
