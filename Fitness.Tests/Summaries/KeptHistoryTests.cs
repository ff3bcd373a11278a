using System.Globalization;
using System.Net;
using Fitness.Api.Features.Summaries;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Summaries;

/// <summary>Whatever was written and summed before, a summary is what a plain sum of the list is, with and without kept totals.</summary>
public sealed class KeptHistoryTests(UsersFixture users) : IClassFixture<UsersFixture>
{
    private const int Steps = 25;
    private static readonly int Histories = LongForm.Times(2, inLongForm: 80);
    private static readonly string[] Sports = ["running", "cycling", "other"];
    private static readonly DateOnly[] Months = [new(2025, 12, 1), new(2026, 1, 1), new(2026, 2, 1)];

    [Fact]
    public async Task Every_summary_of_a_history_is_the_plain_sum_of_the_list()
    {
        var (summaries, kept) = (0, 0);
        for (var seed = 0; seed < Histories; seed++)
        {
            var random = new Random(seed);
            using var client = users.NewUser();
            for (var step = 0; step < Steps; step++)
            {
                await ChangeAsync(client, random, step);
                var activities = await PlainSums.ListAsync(client);
                for (var times = random.Next(1, 4); times > 0; times--)
                {
                    var (period, sport, distinct) = (
                        (Period)random.Next(3),
                        random.Next(3) == 0 ? Sports[random.Next(3)] : null,
                        random.Next(3) == 0
                    );
                    // Whole months more often than not, since only those are kept.
                    var from = random.Next(3) > 0 ? Months[0] : Months[0].AddDays(random.Next(60));
                    var to = random.Next(3) > 0 ? Months[^1].AddMonths(1).AddDays(-1) : from.AddDays(random.Next(60));
                    using var response = await client.SendAsync(
                        HttpMethod.Get,
                        $"/v1/summaries?period={period}&from={from:O}&to={to:O}".ToLowerInvariant()
                            + (sport is null ? "" : $"&sport={sport}")
                            + (distinct ? "&possibleDuplicates=exclude" : ""),
                        headers: random.Next(6) == 0
                            ? [(FitnessHeaders.StorageRequests, "?1"), ("Cache-Control", "no-cache")]
                            : [(FitnessHeaders.StorageRequests, "?1")]
                    );
                    Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                    Assert.False(response.Headers.Contains(FitnessHeaders.WrongTotals));
                    Assert.Equal(PlainSums.Of(activities, period, from, to, sport, distinct), PlainSums.Of(await response.JsonAsync()));
                    summaries++;
                    kept += response.Headers.GetValues(FitnessHeaders.StorageRequests).Single() == "Query;n=1" ? 1 : 0;
                }
            }
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"{summaries} summaries, {kept} of them from kept totals alone");
        Assert.True(kept > summaries / 10, $"only {kept} of {summaries}");
    }

    private static async Task ChangeAsync(HttpClient client, Random random, int step)
    {
        var id = Id(random.Next(3), random.Next(90));
        using var response = step switch
        {
            // Enough in a month to keep it.
            < 3 => await client.SendAsync(
                HttpMethod.Post,
                "/v1/activities/batch",
                $$"""{"items":[{{string.Join(',', Enumerable.Range(0, 90).Select(number => $$"""{"id":"{{Id(step, number)}}",{{Activity(random, step, number)}}}"""))}}]}"""
            ),
            _ => random.Next(12) switch
            {
                0 or 1 => await client.DeleteActivityAsync(id),
                // The one that stands out.
                2 => await DeleteFarthestAsync(client),
                3 when random.Next(6) == 0 => await client.SendAsync(HttpMethod.Delete, "/v1/me"),
                // To another month.
                4 or 5 => await client.PatchAsync(id, $"{{{Activity(random, random.Next(3), random.Next(90))}}}", ("If-Match", "*")),
                6 => await client.PatchAsync(id, """{"distanceMeters":null}""", ("If-Match", "*")),
                7 => await client.SendAsync(
                    HttpMethod.Post,
                    "/v1/activities/batch",
                    $$"""{"items":[{{string.Join(',', Enumerable.Range(0, 60).Select(number => $$"""{"id":"b{{step}}-{{number}}",{{Activity(random, random.Next(3), number)}}}"""))}}]}"""
                ),
                _ => await client.PutAsync(id, $"{{{Activity(random, random.Next(3), random.Next(90))}}}", ("If-None-Match", "*")),
            },
        };
        Assert.True(
            response.IsSuccessStatusCode || response.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound,
            await response.Content.ReadAsStringAsync()
        );
    }

    private static async Task<HttpResponseMessage> DeleteFarthestAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/v1/summaries?period=month&from=2025-12-01&to=2026-02-28");
        var farthest = (await response.JsonAsync())["items"]![1]!["totals"]!["farthest"];
        return await client.DeleteActivityAsync((string?)farthest?["id"] ?? "none");
    }

    private static string Id(int month, int number) => $"a{month}-{number}";

    /// <summary>Values of which some are equal, in some offset, at a time that another activity may have too.</summary>
    private static string Activity(Random random, int month, int number)
    {
        var hours = random.Next(-11, 15);
        var start = new DateTimeOffset(
            Months[month].AddDays(random.Next(3) * 13),
            new TimeOnly(0, 0),
            TimeSpan.FromHours(hours)
        ).AddMinutes(number * 15);
        var distance = random.Next(4) == 0 ? "" : $""","distanceMeters":{random.Next(1, 9)}.{random.Next(1, 99)}""";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            "sport":"{Sports[random.Next(3)]}","start":"{start:yyyy-MM-ddTHH:mm:sszzz}","elapsedSeconds":{random.Next(500, 505)}{distance}{(
                random.Next(2) == 0 ? "" : ""","steps":7"""
            )}
            """
        );
    }
}
