namespace Fitness.Api.Web.Server;

/// <summary>
/// Gives memory back when a load has ended: without further allocations the garbage collector does not run, and keeps what it had for as long as
/// nothing happens.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class IdleMemory(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        var (seen, givenBack) = (GC.CollectionCount(0), 0);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var count = GC.CollectionCount(0);
            if (count == seen && count != givenBack)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                givenBack = count = GC.CollectionCount(0);
            }
            seen = count;
        }
    }
}
