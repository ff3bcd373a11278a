using System.Text;
using CsCheck;
using Fitness.Api.Features.Activities;

namespace Fitness.Tests.Activities;

/// <summary>Properties of the key and cursor encodings. DynamoDB orders strings by their UTF-8 bytes.</summary>
public sealed class KeyOrderTests
{
    private const string IdCharacters = "ABCXYZabcxyz0189_-";

    private static readonly Gen<string> Id = Gen.Char[IdCharacters].Array[1, 64].Select(characters => new string(characters));

    // Some instants and ids close to each other, so that equal ones and prefixes occur.
    private static readonly Gen<DateTimeOffset> Start = Gen.OneOf(Gen.Long[0, 3], Gen.Long[0, TimeSpan.TicksPerDay * 365 * 100])
        .Select(Gen.Int[-14 * 60, 14 * 60])
        .Select(
            (ticks, offset) =>
                new DateTimeOffset(new DateTime(1990, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(ticks)).ToOffset(
                    TimeSpan.FromMinutes(offset)
                )
        );

    [Fact]
    public void The_order_of_keys_is_the_order_of_activities() =>
        Start
            .Select(Id)
            .Array[2]
            .Sample(pair =>
            {
                var ((start1, id1), (start2, id2)) = (pair[0], pair[1]);
                var expected = start1.CompareTo(start2) is var byStart and not 0 ? byStart : string.CompareOrdinal(id1, id2);
                Assert.Equal(Math.Sign(expected), Math.Sign(Compare(ActivityKeys.Start(start1, id1), ActivityKeys.Start(start2, id2))));
            });

    [Fact]
    public void The_bounds_take_in_what_lies_between_them_and_nothing_else() =>
        Start
            .Select(Start, Start, Id)
            .Sample(sample =>
            {
                var (after, before, start, id) = sample;
                var key = ActivityKeys.Start(start, id);
                Assert.Equal(start > after, Compare(key, ActivityKeys.After(after)) >= 0);
                Assert.Equal(start < before, Compare(key, ActivityKeys.Before(before)) <= 0);
                Assert.True(Compare(key, ActivityKeys.After(null)) >= 0 && Compare(key, ActivityKeys.Before(null)) <= 0);
            });

    [Fact]
    public void The_id_can_be_read_from_the_key() =>
        Start.Select(Id).Sample((start, id) => Assert.Equal(id, ActivityKeys.IdOf(ActivityKeys.Start(start, id))));

    [Fact]
    public void A_cursor_leads_back_to_its_position_for_its_user_and_filters_alone() =>
        Start
            .Select(Id, Gen.String, Gen.String)
            .Sample(
                (start, id, user, other) =>
                {
                    var query = new ActivityListQuery { Sport = Sport.Running };
                    var key = ActivityKeys.Start(start, id);
                    var cursor = ActivityCursor.Encode(user, query, key);
                    Assert.Equal(key, ActivityCursor.Decode(user, query, cursor));
                    Assert.Null(ActivityCursor.Decode(user, query with { Sport = Sport.Rowing }, cursor));
                    Assert.Null(ActivityCursor.Decode(user, query with { After = start }, cursor));
                    if (Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(user)) != Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(other)))
                        Assert.Null(ActivityCursor.Decode(other, query, cursor));
                }
            );

    private static int Compare(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
}
