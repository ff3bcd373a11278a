using Fitness.Tests.Hosting;
using static Fitness.Tests.Hosting.Http;

namespace Fitness.Tests.Activities;

public sealed class IdempotencyLifeTests(SharedEngine engine)
{
    [Fact]
    public async Task A_key_counts_for_24_hours_although_the_engine_never_deletes_it()
    {
        await using var api = new ApiFixture(engine).WithClock(DateTimeOffset.Parse("2026-11-24T12:00:00Z", null));
        await api.InitializeAsync();
        var key = ("Idempotency-Key", "key-1");
        using var first = await api.Client.PostAsync(Run, key);
        api.Clock!.Advance(TimeSpan.FromHours(23));
        using var retry = await api.Client.PostAsync(Run, key);
        Assert.Equal(first.Headers.Location, retry.Headers.Location);
        api.Clock.Advance(TimeSpan.FromHours(2));
        using var later = await api.Client.PostAsync(Run, key);
        Assert.NotEqual(first.Headers.Location, later.Headers.Location);
        Assert.Equal("2026-11-25T13:00:00+00:00", (string?)(await later.JsonAsync())["createdAt"]);
    }
}
