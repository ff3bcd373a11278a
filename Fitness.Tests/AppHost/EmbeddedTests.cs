using System.Diagnostics;
using System.Net;
using Fitness.AppHost;

namespace Fitness.Tests.AppHost;

/// <summary>F5 on the embedded engine. The first test is the one to copy.</summary>
[Collection(AppHostTest.InThisProcess)]
public sealed class EmbeddedTests(EmbeddedAppHost embedded) : AppHostTest(embedded.Running), IClassFixture<EmbeddedAppHost>
{
    private readonly RunningAppHost running = embedded.Running;

    [Fact]
    public async Task The_API_answers_with_its_first_sample()
    {
        using var response = await running.Api.GetAsync(Routes.FirstActivity, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task What_was_created_is_read()
    {
        await running.Api.CreateAsync("created");
        Assert.True(await running.Api.HasAsync("created"));
    }

    [Fact]
    public async Task Two_checkouts_run_side_by_side_each_with_its_own_data()
    {
        var second = await StartAsync("--engine", "embedded", "--port", "0");
        Assert.NotEqual(running.Api.BaseAddress, second.Api.BaseAddress);
        await running.Api.CreateAsync("mine");
        Assert.False(await second.Api.HasAsync("mine"));
    }

    [Fact]
    public async Task The_dashboards_commands_empty_the_table_and_fill_it()
    {
        await running.CommandAsync(FitnessModel.Api, "empty");
        Assert.False(await running.Api.HasAsync("1"));
        await running.CommandAsync(FitnessModel.Api, "fill");
        Assert.True(await running.Api.HasAsync("1"));
    }

    [Fact]
    public async Task An_engine_that_is_restarted_comes_back_empty_and_the_API_makes_the_table_again()
    {
        await running.Api.CreateAsync("before-restart");
        await running.CommandAsync(FitnessModel.Engine, KnownResourceCommands.RestartCommand);
        await running.HealthyAsync(FitnessModel.Engine);
        await running.Api.WaitForSamplesAsync();
        await running.Api.CreateAsync("after-restart");
        Assert.False(await running.Api.HasAsync("before-restart"));
    }

    [Fact]
    public async Task While_the_engine_is_stopped_the_API_says_so_and_goes_on_when_it_is_started()
    {
        await running.CommandAsync(FitnessModel.Engine, KnownResourceCommands.StopCommand);
        await running.EndedAsync(FitnessModel.Engine);
        using (var response = await running.Api.GetAsync(Routes.FirstActivity, TestContext.Current.CancellationToken))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.NotNull(response.Headers.RetryAfter);
        }
        await running.CommandAsync(FitnessModel.Engine, KnownResourceCommands.StartCommand);
        await running.HealthyAsync(FitnessModel.Engine);
        await running.Api.WaitForSamplesAsync();
        await running.Api.CreateAsync("after-stop");
    }

    [Theory]
    [InlineData(FitnessModel.Engine)]
    [InlineData(FitnessModel.Api)]
    public async Task What_was_killed_is_shown_as_ended_and_can_be_started(string resource)
    {
        using (var process = Process.GetProcessById(running.ProcessId(resource)))
            process.Kill();
        await running.EndedAsync(resource);
        await running.CommandAsync(resource, KnownResourceCommands.StartCommand);
        await running.HealthyAsync(resource);
        await running.Api.WaitForSamplesAsync();
        await running.Api.CreateAsync($"after-kill-of-{resource}");
    }
}
