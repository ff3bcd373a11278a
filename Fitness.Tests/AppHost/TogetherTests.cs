using Fitness.Tests.Support;

namespace Fitness.Tests.AppHost;

/// <summary>Consecutive and simultaneous runs.</summary>
public sealed class TogetherTests : AppHostTest
{
    [Fact]
    public async Task Two_checkouts_run_side_by_side_each_with_its_own_data()
    {
        EmbeddedAppHost.RequireEngine();
        var first = await StartAsync("--engine", "embedded", "--port", "0");
        var second = await StartAsync("--engine", "embedded", "--port", "0");
        Assert.NotEqual(first.Api.BaseAddress, second.Api.BaseAddress);
        await first.Api.CreateAsync("mine");
        Assert.False(await second.Api.HasAsync("mine"));
    }

    [Theory]
    [InlineData("embedded")]
    [InlineData("container")]
    public async Task What_was_persisted_is_there_in_the_next_run(string engine)
    {
        EmbeddedAppHost.RequireEngine();
        if (engine == "container")
            await FakeDynamoDBLocal.MakeAsync();
        var address = FreeAddress.Find();
        string[] options =
        [
            "--engine",
            engine,
            "--persist",
            "true",
            "--port",
            $"{address.Port}",
            .. engine == "container" ? ["--engine-image", FakeDynamoDBLocal.Image] : Array.Empty<string>(),
        ];
        using var api = new HttpClient { BaseAddress = address };
        var id = $"kept-{Guid.NewGuid():N}";
        await using (var first = AppHostProcess.Start([], options))
        {
            await first.WaitForServiceAsync(api, Routes.Health);
            // The console says what to open, because the API's own log is in the dashboard.
            await first.WaitForOutputAsync(
                $"The API is ready. Open http://localhost:{address.Port}/activity/1 (an activity), http://localhost:{address.Port}/scalar (the reference)."
            );
            await api.CreateAsync(id);
        }
        await api.WaitUntilGoneAsync();
        await using var second = AppHostProcess.Start([], options);
        await second.WaitForServiceAsync(api, Routes.Health);
        Assert.True(await api.HasAsync(id));
        // Clean up, because the data may be a developer's own.
        using var deleted = await api.DeleteAsync($"/v1/activities/{id}", TestContext.Current.CancellationToken);
        Assert.True(deleted.IsSuccessStatusCode);
    }
}
