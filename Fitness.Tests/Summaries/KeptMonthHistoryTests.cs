using System.Net;
using Fitness.Api.Features.Summaries;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Summaries;

/// <summary>
/// Writers in two processes, whose transactions are applied item by item, move activities between months while others ask for summaries: whatever is
/// kept on the way, the totals are those of the activities.
/// </summary>
public sealed class KeptMonthHistoryTests(SharedEngine engine)
{
    private const int Writers = 4;
    private const int Readers = 2;
    private const int WritesEach = 8;
    private static readonly int Rounds = LongForm.Times(4, inLongForm: 80);
    private static readonly (DateOnly From, DateOnly To) Range = (new DateOnly(2026, 2, 1), new DateOnly(2026, 4, 30));

    private static string Path => $"/v1/summaries?period=month&from={Range.From:O}&to={Range.To:O}";

    [Fact]
    public async Task Whatever_is_kept_while_others_write_the_totals_are_those_of_the_activities()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine);
        using var torn = new TornTransactions(storage);
        await using var one = await Runs.FilledAsync(new ApiFixture(engine).WithStorage(storage));
        await using var other = new ApiFixture(engine).WithStorage(storage).With(SettingNames.Table, one.Table);
        await other.InitializeAsync();
        ApiFixture[] apis = [one, other];
        var kept = 0;
        for (var round = 0; round < Rounds; round++)
        {
            using var written = new CancellationTokenSource();
            var reading = Enumerable.Range(0, Readers).Select(reader => ReadAsync(apis[reader % 2].Client, written.Token)).ToList();
            await Task.WhenAll(
                Enumerable.Range(0, Writers).Select(writer => WriteAsync(apis[writer % 2].Client, (round * Writers) + writer))
            );
            await written.CancelAsync();
            await Task.WhenAll(reading);
            kept += (await Runs.KeptAsync(engine, one)).Count;
            var sums = PlainSums.Of(await PlainSums.ListAsync(one.Client), Period.Month, Range.From, Range.To, null, distinct: false);
            foreach (var api in apis)
                Assert.Equal(sums, await TotalsAsync(api.Client));
            Assert.Equal(sums, await TotalsAsync(one.Client, ("Cache-Control", "no-cache")));
        }
        Assert.InRange(kept, Rounds, int.MaxValue);
        Assert.InRange(torn.Count, Rounds, int.MaxValue);
    }

    private static async Task ReadAsync(HttpClient client, CancellationToken written)
    {
        while (!written.IsCancellationRequested)
        {
            using var response = await client.GetAsync(Path, CancellationToken.None);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    private static async Task WriteAsync(HttpClient client, int seed)
    {
        var random = new Random(seed);
        for (var number = 0; number < WritesEach; number++)
        {
            var id = $"r{random.Next(120)}";
            var start = new DateTimeOffset(
                2026,
                random.Next(2, 5),
                random.Next(1, 4),
                random.Next(24),
                0,
                0,
                TimeSpan.FromHours(random.Next(-11, 14))
            );
            using var response = random.Next(4) switch
            {
                0 => await client.DeleteActivityAsync(id),
                1 => await client.PatchAsync(id, $$"""{"distanceMeters":{{random.Next(20_000)}}}""", ("If-Match", "*")),
                _ => await PutAsync(client, id, Runs.At($"{start:O}")),
            };
            // 404 and 412: another writer was first.
            Assert.True((int)response.StatusCode is >= 200 and < 300 or 404 or 412, $"{response.StatusCode}");
        }
    }

    private static async Task<HttpResponseMessage> PutAsync(HttpClient client, string id, string body)
    {
        var response = await client.PutAsync(id, body, ("If-Match", "*"));
        if (response.StatusCode != HttpStatusCode.PreconditionFailed)
            return response;
        response.Dispose();
        return await client.PutAsync(id, body, ("If-None-Match", "*"));
    }

    private static async Task<List<string>> TotalsAsync(HttpClient client, params (string, string)[] headers)
    {
        using var response = await client.SendAsync(HttpMethod.Get, Path, headers: headers);
        Assert.False(response.Headers.Contains(FitnessHeaders.WrongTotals), "what was kept was wrong");
        return PlainSums.Of(await response.JsonAsync());
    }
}
