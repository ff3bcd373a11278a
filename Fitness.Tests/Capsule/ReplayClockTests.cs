using Fitness.Api.Features.Capsule.Replay;
using Fitness.Tests.Support;

namespace Fitness.Tests.Capsule;

/// <summary>The time of a replay.</summary>
public sealed class ReplayClockTests
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 29, 0, 59, 0, TimeSpan.Zero);

    private readonly ReplayClock clock = new(Begin);

    [Fact]
    public async Task It_runs_no_further_than_the_requests_took_and_never_back()
    {
        Assert.Equal(Begin, clock.GetUtcNow());
        clock.SetOn(Begin, Begin.AddTicks(1));
        await Eventually.WaitForAsync(() => Task.FromResult(clock.GetUtcNow() > Begin), () => "it stands");
        clock.SetOn(Begin.AddSeconds(-1), Begin);
        Assert.Equal(Begin.AddTicks(1), clock.GetUtcNow());
        clock.SetOn(Begin.AddHours(1), Begin.AddHours(1));
        Assert.Equal(Begin.AddHours(1), clock.GetUtcNow());
    }

    [Fact]
    public async Task At_the_end_it_runs_on()
    {
        clock.SetOn(Begin, Begin);
        clock.RunOn(clock.GetUtcNow());
        await Eventually.WaitForAsync(() => Task.FromResult(clock.GetUtcNow() > Begin), () => "it stands");
    }
}
