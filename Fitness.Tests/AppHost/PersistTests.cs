using Fitness.Tests.Support;

namespace Fitness.Tests.AppHost;

/// <summary>Consecutive runs.</summary>
public sealed class PersistTests : AppHostTest
{
    [Theory]
    [InlineData("embedded")]
    [InlineData("container")]
    public async Task What_was_persisted_is_there_in_the_next_run(string engine)
    {
        EmbeddedAppHost.RequireEngine();
        string[] options =
        [
            "--engine",
            engine,
            "--persist",
            "true",
            "--port",
            "0",
            .. engine == "container" ? ["--engine-image", await FakeDynamoDBLocal.MakeAsync()] : Array.Empty<string>(),
        ];
        var id = $"kept-{Guid.NewGuid():N}";
        HttpClient api;
        await using (var first = AppHostProcess.Start([], options))
        {
            api = await first.WaitForApiAsync();
            // The console says what to open, because the API's own log is in the dashboard.
            Assert.Contains(
                $"The API is ready. Open {api.BaseAddress} (the page), {api.BaseAddress}activity/1 (an activity), {api.BaseAddress}scalar (the reference).",
                first.Output,
                StringComparison.Ordinal
            );
            await api.CreateAsync(id);
        }
        using (api)
            await api.WaitUntilGoneAsync();
        await using var second = AppHostProcess.Start([], options);
        using var next = await second.WaitForApiAsync();
        Assert.True(await next.HasAsync(id));
        // Clean up, because the data may be a developer's own.
        using var deleted = await next.DeleteAsync($"/v1/activities/{id}", TestContext.Current.CancellationToken);
        Assert.True(deleted.IsSuccessStatusCode);
    }
}
