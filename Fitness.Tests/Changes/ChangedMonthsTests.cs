using System.Text;
using CsCheck;
using Fitness.Api.Features.Activities;
using Fitness.Api.Storage;

namespace Fitness.Tests.Changes;

/// <summary>Which months the counter knows to be unchanged, against a model that remembers all of them.</summary>
public sealed class ChangedMonthsTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    // Each change: how many numbers it takes, and the months that it touches.
    private static readonly Gen<(int Count, int[] Months)[]> Histories = Gen.Select(Gen.Int[1, 100], Gen.Int[0, 40].Array[0, 30]).Array[
        1,
        40
    ];

    [Fact]
    public void A_month_that_changed_is_never_taken_for_unchanged_and_few_changed_months_are_all_known() =>
        Histories.Sample(history =>
        {
            var counter = ChangeCounter.Create();
            var touched = new Dictionary<string, long>(StringComparer.Ordinal);
            var numbers = new List<long> { 0 };
            foreach (var (count, months) in history)
            {
                var names = months.Select(Name).ToList();
                counter = ChangeCounter.FromItem(counter.Advance(count, [], names, Begin).ToItem("ann"));
                foreach (var name in names)
                    touched[name] = counter.Last;
                numbers.Add(counter.Last);
                var known = touched.Values.OrderDescending().Skip(ChangedMonths.MaxMonths).FirstOrDefault();
                foreach (var name in Enumerable.Range(0, 41).Select(Name))
                {
                    foreach (var number in numbers)
                    {
                        var unchanged = touched.GetValueOrDefault(name) <= number;
                        Assert.Equal(unchanged && number >= known, counter.Months.IsUnchangedSince(name, number));
                    }
                }
            }
        });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x 2026-11:3")]
    [InlineData("2 2026-11")]
    [InlineData("2 2026-11:-3")]
    public void What_a_version_without_months_or_a_hand_wrote_says_nothing_of_the_changes_before(string? months)
    {
        var item = ChangeCounter.Create().Advance(5, [], ["2026-11"], Begin).ToItem("ann");
        item.Remove("months");
        item.Put("months", months);
        var counter = ChangeCounter.FromItem(item);
        Assert.False(counter.Months.IsUnchangedSince("2020-01", 4));
        Assert.True(counter.Months.IsUnchangedSince("2020-01", 5));
        var next = counter.Advance(1, [], ["2026-10"], Begin).Months;
        Assert.Equal(
            (true, false, true),
            (next.IsUnchangedSince("2026-11", 5), next.IsUnchangedSince("2026-10", 5), next.IsUnchangedSince("2026-10", 6))
        );
    }

    /// <summary>A write unit is a kilobyte: the months cost a write nothing.</summary>
    [Fact]
    public void A_counter_that_knows_as_many_months_as_it_can_stays_below_a_kilobyte()
    {
        var counter = ChangeCounter.Create().Advance(99_999_999, [], [], Begin);
        for (var month = 0; month < 2 * ChangedMonths.MaxMonths; month++)
            counter = counter.Advance(99, [], [Name(month)], Begin);
        var bytes = counter.ToItem("0f5b1c9e-6a54-4a7e-9d0c-2b8f3f0f6c11").Bytes();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{bytes} bytes, of which {Encoding.UTF8.GetByteCount(counter.Months.ToString())} for the months"
        );
        Assert.InRange(bytes, 400, 900);
    }

    private static string Name(int month) => ActivityKeys.Month(new DateOnly(2023, 1, 1).AddMonths(month));
}
