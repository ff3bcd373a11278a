using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting.Testing;
using Fitness.AppHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fitness.Tests.AppHost;

/// <summary>What F5 starts, started.</summary>
public sealed class RunTests
{
    // The first run pulls DynamoDB Local.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("embedded")]
    [InlineData("container")]
    public async Task The_API_serves_and_recovers_when_its_engine_is_started_anew(string engine)
    {
        var machine = Machine.This(new ConfigurationBuilder().AddEnvironmentVariables().Build());
        if (engine == "container") Assert.SkipWhen(machine.ContainerRuntime() is null, "Neither Docker nor Podman runs here. Start one.");
        else Assert.SkipWhen(machine.EngineBinary() is null, "The embedded engine's binary is not there. Install Node.js and build again (linux-x64).");
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Patience);
        var log = new ResourceLog();
        try
        {
            var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Fitness_AppHost>(["--engine", engine], timeout.Token);
            builder.Services.AddLogging(logging => logging.ClearProviders().AddProvider(log));
            await using var app = await builder.BuildAsync(timeout.Token);
            await app.StartAsync(timeout.Token);
            await app.ResourceNotifications.WaitForResourceHealthyAsync(FitnessModel.Api, timeout.Token);
            using var api = app.CreateHttpClient(FitnessModel.Api, FitnessModel.Http);

            using var sample = await api.GetAsync(ServiceAddress.FirstActivity, timeout.Token);
            Assert.Equal(HttpStatusCode.OK, sample.StatusCode);
            await CreateAndReadAsync(api, "before", timeout.Token);

            var restart = await app.ResourceCommands.ExecuteCommandAsync(FitnessModel.Engine, KnownResourceCommands.RestartCommand, timeout.Token);
            Assert.True(restart.Success, restart.Message);
            // A container that is started anew has ended in between, which is no reason to give up.
            await app.ResourceNotifications.WaitForResourceHealthyAsync(FitnessModel.Engine, WaitBehavior.WaitOnResourceUnavailable, timeout.Token);
            // An engine in memory comes back without the table: the API answers 503, and makes it anew.
            await CreateAndReadAsync(api, "after", timeout.Token);

            var emptied = await app.ResourceCommands.ExecuteCommandAsync(FitnessModel.Api, "empty", timeout.Token);
            Assert.True(emptied.Success, emptied.Message);
            using var gone = await api.GetAsync(ServiceAddress.FirstActivity, timeout.Token);
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
            var filled = await app.ResourceCommands.ExecuteCommandAsync(FitnessModel.Api, "fill", timeout.Token);
            Assert.True(filled.Success, filled.Message);
            using var again = await api.GetAsync(ServiceAddress.FirstActivity, timeout.Token);
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        }
        catch (Exception) when (log.Write(TestContext.Current.TestOutputHelper))
        {
            throw;
        }
    }

    private static async Task CreateAndReadAsync(HttpClient api, string id, CancellationToken cancellation)
    {
        var body = new JsonObject { ["sport"] = "running", ["start"] = "2026-11-01T07:30:00+01:00", ["elapsedSeconds"] = 1800 };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        HttpStatusCode status;
        do
        {
            using var put = await api.PutAsJsonAsync($"/v1/activities/{id}", body, cancellation);
            status = put.StatusCode;
        }
        while (status == HttpStatusCode.ServiceUnavailable && await timer.WaitForNextTickAsync(cancellation));
        Assert.Equal(HttpStatusCode.Created, status);
        var activity = await api.GetFromJsonAsync<JsonObject>($"/v1/activities/{id}", cancellation);
        Assert.Equal(1800, (int?)activity!["elapsedSeconds"]);
    }
}
