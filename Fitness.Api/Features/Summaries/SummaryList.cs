using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fitness.Api.Features.Activities;
using Fitness.Api.Web.Json;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Requests;

namespace Fitness.Api.Features.Summaries;

/// <summary>A kind of calendar period.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Period>))]
public enum Period
{
    /// <summary>A civil date.</summary>
    Day,

    /// <summary>A week as in ISO 8601: Monday to Sunday.</summary>
    Week,

    /// <summary>A calendar month.</summary>
    Month,
}

/// <summary>What to do with activities that are probably the same workout as another one.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DuplicateCounting>))]
public enum DuplicateCounting
{
    /// <summary>They count.</summary>
    Include,

    /// <summary>They are left out.</summary>
    Exclude,
}

/// <summary>Which totals to compute.</summary>
public sealed record SummaryQuery : IValidatableObject, IInput<SummaryQuery>
{
    /// <summary>The maximum number of periods in one response.</summary>
    internal const int MaxPeriods = 366;

    /// <summary>What to sum over.</summary>
    [Required]
    [ParameterExample("week")]
    public Period? Period { get; init; }

    /// <summary>The first civil date.</summary>
    [Required]
    [ParameterExample("2026-11-01")]
    public DateOnly? From { get; init; }

    /// <summary>The last civil date; the range may have at most 366 periods.</summary>
    [Required]
    [ParameterExample("2026-11-30")]
    public DateOnly? To { get; init; }

    /// <summary>Only activities of this sport.</summary>
    [ParameterExample("running")]
    public Sport? Sport { get; init; }

    /// <summary>Whether activities with a <c>possibleDuplicateOf</c> count; they do unless given.</summary>
    [ParameterExample("exclude")]
    [DefaultValue(DuplicateCounting.Include)]
    public DuplicateCounting? PossibleDuplicates { get; init; }

    static JsonTypeInfo<SummaryQuery> IInput<SummaryQuery>.JsonType => SummaryJson.Default.SummaryQuery;

    /// <summary>Checks the rules that involve several parameters.</summary>
    /// <param name="validationContext">Not used.</param>
    /// <returns>A result for each broken rule, with the parameter's name.</returns>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, date) in new[] { ("from", From), ("to", To) })
        {
            if (date < ActivityInput.EarliestDate || date > ActivityInput.LatestDate)
                yield return new ValidationResult(
                    $"The date must lie between {ActivityInput.EarliestDate:yyyy-MM-dd} and {ActivityInput.LatestDate:yyyy-MM-dd}.",
                    [name]
                );
        }
        if (From > To)
            yield return new ValidationResult("The date must not be later than 'to'.", ["from"]);
        else if (Periods.Count(Period!.Value, From!.Value, To!.Value) > MaxPeriods)
            yield return new ValidationResult(
                $"The range has more than {MaxPeriods} periods. Ask for a shorter one, or for longer periods.",
                ["to"]
            );
    }
}

/// <summary>An activity that stands out in a period.</summary>
/// <param name="Id">The activity's id.</param>
/// <param name="Sport">Its sport.</param>
/// <param name="Date">Its civil date.</param>
/// <param name="ElapsedSeconds">Seconds from start to end.</param>
/// <param name="DistanceMeters">Metres covered, or null when it has no distance.</param>
public sealed record SummaryActivity(string Id, Sport Sport, DateOnly Date, int ElapsedSeconds, decimal? DistanceMeters);

/// <summary>Totals of activities. A sum is null when there are activities and none of them has the measure, and 0 when there are none.</summary>
/// <param name="Count">How many activities.</param>
/// <param name="ElapsedSeconds">Seconds from start to end.</param>
/// <param name="MovingSeconds">Seconds in motion.</param>
/// <param name="DistanceMeters">Metres covered.</param>
/// <param name="ElevationGainMeters">Metres climbed.</param>
/// <param name="EnergyKilocalories">Kilocalories burned.</param>
/// <param name="Steps">Steps.</param>
/// <param name="Longest">The activity with the most elapsed seconds; of equals the earliest. Null when there are none.</param>
/// <param name="Farthest">The activity with the most metres; of equals the earliest. Null when none has a distance.</param>
public sealed record SummaryTotals(
    int Count,
    long ElapsedSeconds,
    long? MovingSeconds,
    decimal? DistanceMeters,
    decimal? ElevationGainMeters,
    decimal? EnergyKilocalories,
    long? Steps,
    SummaryActivity? Longest,
    SummaryActivity? Farthest
);

/// <summary>The totals of one period.</summary>
/// <param name="From">The period's first civil date within the range.</param>
/// <param name="To">The period's last civil date within the range.</param>
/// <param name="Totals">The totals of all its activities.</param>
/// <param name="BySport">The totals by sport, for each sport that occurs.</param>
public sealed record SummaryItem(DateOnly From, DateOnly To, SummaryTotals Totals, IReadOnlyDictionary<string, SummaryTotals> BySport);

/// <summary>Totals by period.</summary>
/// <param name="Period">What was summed over.</param>
/// <param name="Items">One for each period of the range, oldest first, also where there is no activity.</param>
public sealed record SummaryList(Period Period, IReadOnlyList<SummaryItem> Items);
