using System.Net.Http.Json;
using Fitness.Api.Features.Capsule.Recording;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Fitness.Tests.Capsule;

/// <summary>Where the requests are recorded, for how long, and what if that cannot be.</summary>
public sealed class RecordingFolderTests(SharedEngine engine)
{
    [Fact]
    public async Task A_folder_that_cannot_be_used_is_one_line_and_the_requests_are_in_memory()
    {
        Platform.RequireLinux("The test records where nobody can make a folder");
        await using var api = await ApiProcess.StartAsync(
            (SettingNames.Variable(SettingNames.EngineDataPath), Folders.Create()),
            (SettingNames.Variable(SettingNames.RecordingPath), "/proc/fitness")
        );
        using var read = await api.Client.GetAsync(Routes.Activities, TestContext.Current.CancellationToken);
        Assert.True(read.IsSuccessStatusCode, api.Output);
        var preview = await api.Client.GetFromJsonAsync<System.Text.Json.Nodes.JsonObject>(
            Routes.Report,
            TestContext.Current.CancellationToken
        );
        Assert.Equal((1, true), ((int)preview!["requests"]!, (bool)preview["isRecorded"]!));
        Assert.Single(api.Output.Split('\n'), line => line.Contains("recorded in memory only", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_too_old_is_forgotten_though_nobody_calls()
    {
        await using var api = new ApiFixture(engine).WithClock(TimeProvider.System.GetUtcNow());
        await api.InitializeAsync();
        using var read = await api.Client.GetAsync(Routes.Activities, TestContext.Current.CancellationToken);
        var rings = api.Services.GetRequiredService<RequestRings>();
        await Eventually.WaitForAsync(() => Task.FromResult(rings.Owners().Count == 1), () => "not recorded");
        api.Clock!.Advance(TimeSpan.FromHours(23));
        Assert.Single(rings.Owners());
        await Eventually.WaitForAsync(
            () =>
            {
                api.Clock.Advance(TimeSpan.FromMinutes(10));
                return Task.FromResult(rings.Owners().Count == 0);
            },
            () => string.Join(' ', rings.Owners())
        );
    }

    [Theory]
    [InlineData(EnvironmentNames.Development, null, true)]
    [InlineData(EnvironmentNames.Test, null, true)]
    [InlineData(EnvironmentNames.Production, null, false)]
    [InlineData(EnvironmentNames.Production, "true", true)]
    [InlineData(EnvironmentNames.Development, "false", false)]
    public async Task It_is_on_where_faults_are_looked_for(string environment, string? enabled, bool expected)
    {
        await using var api = new ApiFixture(engine)
            .With(SettingNames.Authority, "https://issuer.example")
            .With(SettingNames.Audience, "fitness");
        if (environment != EnvironmentNames.Development)
            api.In(environment);
        if (enabled is not null)
            api.With(SettingNames.RecordingEnabled, enabled);
        await api.InitializeAsync();
        Assert.Equal(expected, api.Services.GetRequiredService<IOptions<RecordingOptions>>().Value.Enabled);
    }
}
