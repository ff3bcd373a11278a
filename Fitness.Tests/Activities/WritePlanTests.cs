using Fitness.Api.Features.Activities;

namespace Fitness.Tests.Activities;

/// <summary>What writes of several requests do to each other in one transaction, in which only luck brings them together.</summary>
public sealed class WritePlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_recording_that_is_there_and_deleted_right_after_was_there()
    {
        var stored = Stored("stored");
        var import = Planned(null, Stored("imported"), unlessRecorded: true);
        var delete = Planned(stored, null);

        var results = new WritePlan([import, delete], [stored], Now).Results.ToDictionary(one => one.Write, one => one.Result);

        Assert.Equal((WriteOutcome.Unchanged, "stored"), (results[import].Outcome, results[import].Activity!.Id));
        Assert.Equal(WriteOutcome.Deleted, results[delete].Outcome);
    }

    [Fact]
    public void A_recording_that_was_deleted_right_before_is_created()
    {
        var stored = Stored("stored");
        var delete = Planned(stored, null);
        var import = Planned(null, Stored("imported"), unlessRecorded: true);

        var results = new WritePlan([delete, import], [stored], Now).Results.ToDictionary(one => one.Write, one => one.Result);

        Assert.Equal((WriteOutcome.Created, "imported"), (results[import].Outcome, results[import].Activity!.Id));
    }

    private static PlannedWrite Planned(Activity? before, Activity? after, bool unlessRecorded = false)
    {
        var id = (before ?? after)!.Id;
        var write = Write.Add(id, (before ?? after)!, anew: false, unlessRecorded);
        return new PlannedWrite(new QueuedWrite(new WritingRequest("demo"), [write]), 0, before, after, unlessRecorded);
    }

    private static Activity Stored(string id) =>
        new(
            new ActivityInput
            {
                Sport = Sport.Running,
                Start = Now,
                ElapsedSeconds = 1_800,
            }
        )
        {
            Id = id,
            CreatedAt = Now,
            UpdatedAt = Now,
            Version = 1,
        };
}
