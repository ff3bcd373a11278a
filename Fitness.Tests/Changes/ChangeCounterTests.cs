using CsCheck;
using Fitness.Api.Features.Activities;

namespace Fitness.Tests.Changes;

/// <summary>For which changes a device waits, against a model that remembers all of them.</summary>
public sealed class ChangeCounterTests
{
    private const int WindowBytes = ChangeCounter.WindowSize / 8;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly DateTimeOffset Begin = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    // Each change: the hours since the one before, how many items it changes, and how far back those were changed before.
    private static readonly Gen<(int Hours, int Items, int[] Ages)[]> Histories = Gen.Select(
        Gen.Int[0, 40],
        Gen.Int[1, 100],
        Gen.Int[1, 400].Array[0, 20]
    ).Array[1, 30];

    [Fact]
    public void Devices_wait_for_what_changed_within_a_day_and_never_for_what_changed_again_or_days_ago() =>
        Histories.Sample(history =>
        {
            var (counter, now) = (ChangeCounter.Create(), Begin);
            var standing = new Dictionary<long, DateTimeOffset>();
            foreach (var (hours, items, ages) in history)
            {
                now += TimeSpan.FromHours(hours);
                var superseded = ages.Select(age => counter.Last + 1 - age).Where(standing.ContainsKey).Distinct().Take(items).ToList();
                var item = counter.Advance(items, superseded, [], now).ToItem("ann");
                Assert.InRange(item["window"].B.Length, 0, WindowBytes);
                var next = ChangeCounter.FromItem(item);
                Assert.Equal((counter.Stream, counter.Last + items, null), (next.Stream, next.Last, next.Erasure));
                counter = next;
                foreach (var number in superseded)
                    standing.Remove(number);
                for (var number = counter.Last - items + 1; number <= counter.Last; number++)
                    standing[number] = now;

                var awaited = counter.Standing(1, now).ToList();
                Assert.Equal(awaited.Order(), awaited);
                Assert.Empty(awaited.Except(standing.Keys));
                var oldest = counter.Last - ChangeCounter.WindowSize;
                Assert.Empty(
                    standing.Where(change => change.Key > oldest && now - change.Value < Day).Select(change => change.Key).Except(awaited)
                );
                Assert.DoesNotContain(awaited, number => number <= oldest || now - standing[number] > 4 * Day);
                foreach (var from in new[] { oldest, counter.Last - items, counter.Last, counter.Last + 1 }.Where(from => from > 0))
                    Assert.Equal(awaited.Where(number => number >= from), counter.Standing(from, now));
            }
            Assert.Equal(counter.Standing(1, now), counter.Standing(1, now + Day - TimeSpan.FromTicks(1)));
            Assert.Empty(counter.Standing(1, now + Day));
        });

    [Fact]
    public void Nobody_waits_for_an_erasure()
    {
        var counter = ChangeCounter.Create().Advance(2, [], [], Begin);
        var erasing = ChangeCounter.FromItem(counter.Erase(Begin).ToItem("ann"));
        Assert.Equal((counter.Stream, 3), (erasing.Stream, erasing.Last));
        Assert.NotNull(erasing.Erasure);
        Assert.Equal([1, 2], erasing.Standing(1, Begin));
    }
}
