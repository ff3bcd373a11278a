using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Samples;

public sealed class SampleTests(SharedEngine engine)
{
    [Fact]
    public async Task An_empty_table_gets_the_same_believable_twelve_weeks_each_time()
    {
        var first = await ReadAsync();
        Assert.Equal(first.Select(item => item.ToJsonString()), (await ReadAsync()).Select(item => item.ToJsonString()));

        Assert.Contains(first, item => (string?)item["id"] == "1");
        var starts = first.Select(item => DateTimeOffset.Parse((string)item["start"]!, CultureInfo.InvariantCulture)).ToList();
        var days = starts.Select(start => DateOnly.FromDateTime(start.DateTime)).ToList();
        Assert.InRange(days.Max().DayNumber - days.Min().DayNumber, 80, 84);
        Assert.True(first.Select(item => (string?)item["sport"]).Distinct().Count() >= 4);
        Assert.True(starts.Select(start => start.Offset).Distinct().Count() >= 3);
        Assert.Contains(days.GroupBy(day => day), day => day.Count() == 2);
        Assert.True(days.Distinct().Count() < days.Max().DayNumber - days.Min().DayNumber + 1);
        Assert.Contains(first, item => item["averageHeartRate"] is null);
        Assert.Contains(first, item => item["averageHeartRate"] is not null);
    }

    [Fact]
    public async Task A_table_that_holds_something_is_left_alone()
    {
        await using var empty = new ApiFixture(engine);
        await empty.InitializeAsync();
        using var put = await empty.Client.PutAsync("mine", Http.Run);
        await using var api = new ApiFixture(engine).With("Sample:Enabled", "true").With(SettingNames.Table, empty.Table);
        await api.InitializeAsync();
        using var get = await api.Client.GetAsync("/activity/1", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, get.StatusCode);
    }

    private async Task<List<JsonObject>> ReadAsync()
    {
        await using var api = new ApiFixture(engine).With("Sample:Enabled", "true");
        await api.InitializeAsync();
        using var response = await api.Client.GetAsync("/v1/activities?limit=200", TestContext.Current.CancellationToken);
        return [.. (await response.JsonAsync())["items"]!.AsArray().Select(item => item!.AsObject())];
    }
}
