using System.Security.Claims;
using Fitness.Api.Features.Activities;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.Json;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

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
        builder.Services.AddSingleton<KeptMonths>();
        builder.Services.AddSingleton<SummaryReader>();
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
            .WithMetadata(
                new RequestHeader(
                    HeaderNames.CacheControl,
                    "`no-cache` to sum the activities themselves, and to compare with them what is kept of earlier summaries.",
                    CacheControlHeaderValue.NoCacheString
                )
            )
            .WithResponseHeaders(
                new ResponseHeader(
                    FitnessHeaders.WrongTotals,
                    "With `no-cache`: the months whose kept totals were wrong, and are replaced; absent if there is none. Only a table that somebody changed by hand has any.",
                    StatusCodes.Status200OK
                )
            )
            .WithExamples(Example);

    private static BodyExample Example =>
        BodyExample.Of(
            new SummaryList(
                Period.Month,
                [
                    Summarize(
                        DateOnly.FromDateTime(ActivityExamples.Start.DateTime),
                        new DateOnly(2026, 11, 30),
                        SportDay.Of([Measures.Of(ActivityExamples.Stored)]),
                        DuplicateCounting.Include
                    ),
                ]
            ),
            SummaryJson.Default.SummaryList
        );

    private static async Task<Results<Ok<SummaryList>, ProblemResult>> GetAsync(
        Query<SummaryQuery> query,
        ClaimsPrincipal user,
        HttpContext context,
        SummaryReader reader,
        CancellationToken cancellation
    )
    {
        var (period, from, to) = (query.Value.Period!.Value, query.Value.From!.Value, query.Value.To!.Value);
        var duplicates = query.Value.PossibleDuplicates ?? DuplicateCounting.Include;
        var anew = context.Request.GetTypedHeaders().CacheControl?.NoCache == true;
        if (await reader.ReadAsync(user.UserId(), from, to, duplicates, anew, cancellation) is not { } totals)
            return ProblemResult.Of(
                ProblemTypes.RangeTooLarge,
                $"There are too many activities between {from:yyyy-MM-dd} and {to:yyyy-MM-dd} for one response. Request a shorter range."
            );
        if (totals.Wrong.Count > 0)
            context.Response.Headers[FitnessHeaders.WrongTotals] = string.Join(", ", totals.Wrong.Select(ActivityKeys.Month));

        var byPeriod = totals
            .Days.Where(day => query.Value.Sport is not { } sport || day.Sport == sport)
            .ToLookup(day => Periods.IndexOf(period, from, day.Date));
        var items = Periods.Split(period, from, to).Select((range, index) => Summarize(range.From, range.To, byPeriod[index], duplicates));
        return TypedResults.Ok(new SummaryList(period, [.. items]));
    }

    private static SummaryItem Summarize(DateOnly from, DateOnly to, IEnumerable<SportDay> days, DuplicateCounting duplicates)
    {
        var counted = days.Select(day => (day.Sport, Totals: day.Of(duplicates))).Where(day => day.Totals.Count > 0).ToList();
        return new SummaryItem(
            from,
            to,
            Totals.Sum(counted.ConvertAll(day => day.Totals)),
            counted
                .GroupBy(day => ActivityKeys.SportName(day.Sport), StringComparer.Ordinal)
                .OrderBy(sport => sport.Key, StringComparer.Ordinal)
                .ToDictionary(sport => sport.Key, sport => Totals.Sum([.. sport.Select(day => day.Totals)]), StringComparer.Ordinal)
        );
    }
}
