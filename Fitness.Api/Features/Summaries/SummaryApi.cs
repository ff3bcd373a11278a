using System.Security.Claims;
using Fitness.Api.Features.Activities;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.Json;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fitness.Api.Features.Summaries;

internal static class SummaryApi
{
    private static readonly ApiTag Tag = new(
        "Summaries",
        "Totals of the user's activities by day, week or month, overall and for each sport: what an app shows as a chart."
    );

    public static void AddSummaries(this WebApplicationBuilder builder)
    {
        builder.AddJson(SummaryJson.Default);
        builder.Services.AddSingleton<MeasureReader>();
    }

    public static void MapSummaries(this IEndpointRouteBuilder routes) =>
        routes
            .MapUserGroup(Tag)
            .MapGet(Routes.Summaries, GetAsync)
            .WithName("ListSummaries")
            .WithSummary("Totals by civil day, ISO week or month")
            .WithDescription(
                "Activities count on the civil date of their own UTC offset. `from` and `to` are inclusive; the first and the last period end where the range ends. Periods without activity are there, with zeros."
            )
            .WithProblems(ProblemTypes.RangeTooLarge)
            .WithExamples(Example);

    private static BodyExample Example =>
        BodyExample.Of(
            new SummaryList(
                Period.Month,
                [
                    Summarize(
                        DateOnly.FromDateTime(ActivityExamples.Start.DateTime),
                        new DateOnly(2026, 11, 30),
                        [Measures.Of(ActivityExamples.Stored)]
                    ),
                ]
            ),
            SummaryJson.Default.SummaryList
        );

    private static async Task<Results<Ok<SummaryList>, ProblemResult>> GetAsync(
        Query<SummaryQuery> query,
        ClaimsPrincipal user,
        MeasureReader reader,
        CancellationToken cancellation
    )
    {
        var (period, from, to) = (query.Value.Period!.Value, query.Value.From!.Value, query.Value.To!.Value);
        var duplicates = query.Value.PossibleDuplicates ?? DuplicateCounting.Include;
        if (await reader.ReadAsync(user.UserId(), from, to, duplicates, cancellation) is not { } activities)
            return ProblemResult.Of(
                ProblemTypes.RangeTooLarge,
                $"There are too many activities between {from:yyyy-MM-dd} and {to:yyyy-MM-dd} for one response. Request a shorter range."
            );

        var byPeriod = activities
            .Where(activity => query.Value.Sport is not { } sport || activity.Values.Sport == sport)
            .ToLookup(activity => Periods.IndexOf(period, from, activity.Date));
        var items = Periods.Split(period, from, to).Select((range, index) => Summarize(range.From, range.To, [.. byPeriod[index]]));
        return TypedResults.Ok(new SummaryList(period, [.. items]));
    }

    private static SummaryItem Summarize(DateOnly from, DateOnly to, IReadOnlyList<Measures> activities) =>
        new(
            from,
            to,
            Totals.Of(activities),
            activities
                .GroupBy(activity => ActivityKeys.SportName(activity.Values.Sport!.Value), StringComparer.Ordinal)
                .OrderBy(sport => sport.Key, StringComparer.Ordinal)
                .ToDictionary(sport => sport.Key, sport => Totals.Of([.. sport]), StringComparer.Ordinal)
        );
}
