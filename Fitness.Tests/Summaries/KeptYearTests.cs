using System.Diagnostics;
using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Summaries;
using Fitness.Api.Storage;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Summaries;

/// <summary>What a year of many activities takes, and that it is right while several services write and sum.</summary>
public sealed class KeptYearTests(SharedEngine engine)
{
    private const string Year = "/v1/summaries?period=month&from=2026-01-01&to=2026-12-31";
    private const int Activities = 1188;
    private const int Days = 2;
    private static readonly int Writes = LongForm.Times(10, inLongForm: 60);

    [Fact]
    public async Task A_year_takes_one_request_and_three_after_a_change_whatever_the_number_of_activities()
    {
        await using var api = new ApiFixture(engine);
        await api.InitializeAsync();
        var activities = LongForm.Times(Activities, inLongForm: 13_992);
        await FillAsync(api.Client, activities, LongForm.Times(Days, inLongForm: 28));
        var (first, firstTime) = await RequestsAsync(api);
        var (second, secondTime) = await RequestsAsync(api);
        for (var round = 0; round < 4; round++)
            secondTime = Min(secondTime, (await RequestsAsync(api)).Time);
        using (await api.Client.PutAsync("one", Run(new DateTime(2026, 6, 15, 23, 30, 0, DateTimeKind.Utc)))) { }
        var (third, thirdTime) = await RequestsAsync(api);
        using (await api.Client.PutAsync("two", Run(new DateTime(2026, 11, 15, 23, 30, 0, DateTimeKind.Utc)))) { }
        using var part = await api.Client.SendAsync(
            HttpMethod.Get,
            Year.Replace("12-31", "11-20", StringComparison.Ordinal),
            headers: [(FitnessHeaders.StorageRequests, "?1")]
        );
        using var client = engine.CreateClient();
        var kept = (await client.QueryAsync(KeptQuery(api.Table))).Items;
        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{activities} activities: first {first} {firstTime.TotalMilliseconds:F0} ms, then {second} {secondTime.TotalMilliseconds:F1} ms, after a change {third} {thirdTime.TotalMilliseconds:F0} ms; {kept.Count} months of {kept.Average(item => item.Bytes()):F0} bytes"
            )
        );
        Assert.Equal("Query;n=1", second);
        Assert.StartsWith("Query;n=4, TransactWriteItems;n=1", third, StringComparison.Ordinal);
        // The month that is cut off is not kept: one for it, and one for what changed meanwhile.
        Assert.Equal("Query;n=3", part.Headers.GetValues(FitnessHeaders.StorageRequests).Single());
        await AssertRightAsync(api.Client);
    }

    [Fact]
    public async Task Several_services_write_and_sum_and_no_total_is_wrong()
    {
        await using var one = new ApiFixture(engine);
        await using var two = new ApiFixture(engine).With(SettingNames.Table, one.Table);
        await using var three = new ApiFixture(engine).With(SettingNames.Table, one.Table);
        ApiFixture[] services = [one, two, three];
        foreach (var service in services)
            await service.InitializeAsync();
        await FillAsync(one.Client);
        using var written = new CancellationTokenSource();
        var summing = services.Select(service => SumAsync(service.Client, written.Token)).ToList();
        await Task.WhenAll(services.Select((service, index) => WriteAsync(service.Client, index)));
        await written.CancelAsync();
        var summaries = await Task.WhenAll(summing);
        TestContext.Current.TestOutputHelper!.WriteLine($"{services.Length * Writes} writes, {summaries.Sum()} summaries meanwhile");
        foreach (var service in services)
            await AssertRightAsync(service.Client);
        using var fresh = await one.Client.SendAsync(HttpMethod.Get, Year, headers: [("Cache-Control", "no-cache")]);
        Assert.False(fresh.Headers.Contains(FitnessHeaders.WrongTotals));
    }

    /// <summary>One activity moves from month to month, and no other changes: at any time there is exactly one of it.</summary>
    [Fact]
    public async Task An_activity_that_moves_between_months_counts_once_whenever_one_looks()
    {
        await using var api = new ApiFixture(engine);
        await api.InitializeAsync();
        await FillAsync(api.Client);
        using var written = new CancellationTokenSource();
        var summing = SumAsync(api.Client, written.Token, Activities + 1);
        for (var write = 0; write < 2 * Writes; write++)
        {
            using var put = await api.Client.PutAsync(
                "moving",
                Run(new DateTime(2026, 1 + (write * 5 % 12), 15, 23, 30, 0, DateTimeKind.Utc)),
                write == 0 ? ("If-None-Match", "*") : ("If-Match", "*")
            );
            Assert.True(put.IsSuccessStatusCode);
        }
        await written.CancelAsync();
        Assert.True(await summing > 0);
        await AssertRightAsync(api.Client);
    }

    private static async Task WriteAsync(HttpClient client, int writer)
    {
        var random = new Random(writer);
        for (var write = 0; write < Writes; write++)
        {
            var id = $"y{random.Next(Activities)}";
            using var response =
                random.Next(3) == 0
                    ? await client.DeleteActivityAsync(id)
                    : await client.PatchAsync(
                        id,
                        $$"""{"start":"2026-{{random.Next(1, 13):00}}-15T23:30:00Z","distanceMeters":{{random.Next(9999)}}}""",
                        ("If-Match", "*")
                    );
            Assert.True(response.IsSuccessStatusCode || (int)response.StatusCode is 404 or 412, $"{response.StatusCode}");
        }
    }

    private static async Task<int> SumAsync(HttpClient client, CancellationToken written, int? count = null)
    {
        var summaries = 0;
        for (; !written.IsCancellationRequested; summaries++)
        {
            using var response = await client.GetAsync(Year, CancellationToken.None);
            var total = (await response.JsonAsync())["items"]!.AsArray().Sum(item => (int)item!["totals"]!["count"]!);
            Assert.True(count is null || total == count || (total == count - 1 && summaries == 0), $"{total} instead of {count}");
        }
        return summaries;
    }

    /// <summary>Stores activities on the first days of each month.</summary>
    private static async Task FillAsync(HttpClient client, int activities = Activities, int days = Days)
    {
        // So far apart that none is another one's duplicate.
        var (inMonth, between) = (activities / 12, TimeSpan.FromDays(days) / (activities / 12));
        foreach (var batch in Enumerable.Range(0, activities).Chunk(99))
        {
            var items = batch.Select(number =>
                $$"""{"id":"y{{number}}",{{Run(new DateTime(2026, 1 + (number / inMonth), 1, 0, 0, 0, DateTimeKind.Utc) + (number % inMonth * between), number % 3)[1..]}}"""
            );
            using var response = await client.SendAsync(
                HttpMethod.Post,
                "/v1/activities/batch",
                $$"""{"items":[{{string.Join(',', items)}}]}"""
            );
            Assert.True(response.IsSuccessStatusCode);
        }
    }

    private static string Run(DateTime start, int sport = 0) =>
        $$"""{"sport":"{{(sport == 0 ? "running" : sport == 1 ? "cycling" : "walking")}}","start":"{{start:s}}Z","elapsedSeconds":{{600 + start.Minute}},"movingSeconds":{{500 + start.Second}},"distanceMeters":{{1000 + start.DayOfYear}}.{{start.Hour}},"energyKilocalories":{{start.Minute}},"steps":{{start.DayOfYear * 7}}}""";

    private static async Task<(string Requests, TimeSpan Time)> RequestsAsync(ApiFixture api)
    {
        var begin = Stopwatch.GetTimestamp();
        using var response = await api.Client.SendAsync(HttpMethod.Get, Year, headers: [(FitnessHeaders.StorageRequests, "?1")]);
        var time = Stopwatch.GetElapsedTime(begin);
        Assert.True(response.IsSuccessStatusCode);
        return (response.Headers.GetValues(FitnessHeaders.StorageRequests).Single(), time);
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static async Task AssertRightAsync(HttpClient client)
    {
        var activities = await PlainSums.ListAsync(client);
        foreach (var period in Enum.GetValues<Period>())
        {
            using var response = await client.GetAsync(Year.Replace("month", $"{period}".ToLowerInvariant(), StringComparison.Ordinal));
            Assert.Equal(
                PlainSums.Of(activities, period, new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31), null, distinct: false),
                PlainSums.Of(await response.JsonAsync())
            );
        }
    }

    private static QueryRequest KeptQuery(string table) =>
        new(table)
        {
            KeyConditionExpression = "userId = :user AND itemId BETWEEN :from AND :to",
            ExpressionAttributeValues = new(StringComparer.Ordinal)
            {
                [":user"] = new AttributeValue("demo"),
                [":from"] = new AttributeValue(ActivityKeys.CalendarItem(new DateOnly(2026, 1, 1))),
                [":to"] = new AttributeValue(ActivityKeys.CalendarItem(new DateOnly(2026, 12, 1))),
            },
        };
}
