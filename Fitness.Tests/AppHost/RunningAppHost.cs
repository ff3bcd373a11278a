using Aspire.Hosting.Testing;
using Fitness.AppHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fitness.Tests.AppHost;

/// <summary>The AppHost as F5 starts it, without the dashboard, on free ports.</summary>
public sealed class RunningAppHost : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);
    private readonly ResourceLog log = new();
    private DistributedApplication? app;

    private RunningAppHost() { }

    /// <summary>The application, for its resources and commands.</summary>
    public DistributedApplication Application => app!;

    /// <summary>Calls the API.</summary>
    public HttpClient Api { get; private set; } = null!;

    /// <summary>Starts it with these options, and waits until the API is ready; a failed start reports what the resources logged.</summary>
    public static async Task<RunningAppHost> StartAsync(params string[] options)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(StartTimeout);
        var running = new RunningAppHost();
        try
        {
            var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Fitness_AppHost>(options, timeout.Token);
            builder.Services.AddLogging(logging => logging.ClearProviders().AddProvider(running.log));
            running.app = await builder.BuildAsync(timeout.Token);
            await running.app.StartAsync(timeout.Token);
            await running.HealthyAsync(FitnessModel.Api, timeout.Token);
            running.Api = running.app.CreateHttpClient(FitnessModel.Api, FitnessModel.Http);
            return running;
        }
        catch (Exception exception) when (exception is not StartException)
        {
            await running.DisposeAsync();
            throw new InvalidOperationException($"The AppHost did not start: {exception.Message}\n{running.log}", exception);
        }
    }

    /// <summary>Waits until the resource is healthy, even if it ends in between.</summary>
    public Task HealthyAsync(string resource, CancellationToken cancellation = default) =>
        Application
            .ResourceNotifications.WaitForResourceHealthyAsync(
                resource,
                WaitBehavior.WaitOnResourceUnavailable,
                cancellation.CanBeCanceled ? cancellation : TestContext.Current.CancellationToken
            )
            .WaitAsync(StartTimeout, CancellationToken.None);

    /// <summary>Waits until the resource has ended.</summary>
    public Task EndedAsync(string resource) =>
        Application
            .ResourceNotifications.WaitForResourceAsync(resource, KnownResourceStates.TerminalStates, TestContext.Current.CancellationToken)
            .WaitAsync(StartTimeout);

    /// <summary>Runs a command of the dashboard.</summary>
    public async Task CommandAsync(string resource, string command)
    {
        var result = await Application.ResourceCommands.ExecuteCommandAsync(resource, command, TestContext.Current.CancellationToken);
        Assert.True(result.Success, result.Message);
    }

    /// <summary>The process ID of a resource that is a process.</summary>
    public int ProcessId(string resource)
    {
        Assert.True(Application.ResourceNotifications.TryGetCurrentState(resource, out var state), $"There is no resource {resource}.");
        return Convert.ToInt32(
            state.Snapshot.Properties.Single(property => property.Name == "executable.pid").Value,
            System.Globalization.CultureInfo.InvariantCulture
        );
    }

    /// <summary>Everything that the AppHost and its resources have logged.</summary>
    public override string ToString() => log.ToString();

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        if (app is not null)
            await app.DisposeAsync();
    }
}
