using System.Net;
using Fitness.AppHost;
using Fitness.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Fitness.Tests.AppHost;

/// <summary>F5 on DynamoDB Local in a container.</summary>
[Collection(AppHostTest.InThisProcess)]
public sealed class ContainerTests : AppHostTest
{
    /// <summary>A name that never resolves (RFC 6761): the container engine rejects it at once.</summary>
    public const string NotToBeHad = "registry.invalid/dynamodb-local:1";

    [Fact]
    public async Task On_the_stand_in_whose_image_is_there_it_serves_and_recovers_when_the_container_is_restarted()
    {
        // Nobody insists on the container.
        var running = await StartAsync("--engine-image", await FakeDynamoDBLocal.MakeAsync());
        Assert.Contains("dynamodb", Names(running));
        Assert.DoesNotContain("dynamodb-embedded", Names(running));
        await ServesAndRecoversAsync(running);
    }

    [Fact]
    public async Task On_DynamoDB_Local_itself_it_serves_and_recovers_when_the_container_is_restarted()
    {
        FakeDynamoDBLocal.RequireContainers();
        var (exitCode, _, error) = await Docker.TryAsync("image", "inspect", DynamoDBLocal.Image);
        if (exitCode != 0)
            (exitCode, _, error) = await Docker.TryAsync("pull", "--quiet", DynamoDBLocal.Image);
        Assert.SkipWhen(
            exitCode != 0,
            $"DynamoDB Local's image cannot be had here: {error} Pull {DynamoDBLocal.Image}, or tag a mirror's with that name."
        );
        var running = await StartAsync("--engine", "container");
        await ServesAndRecoversAsync(running);
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_pulled_and_the_progress_is_in_the_containers_log()
    {
        var engine = await FakeDynamoDBLocal.MakeAsync();
        Assert.SkipUnless(Docker.IsOnPath("docker-registry"), "There is no docker-registry. On Debian: apt-get install docker-registry.");
        await using var registry = await Registry.StartAsync();
        var image = $"{registry.Address.Authority}/dynamodb-local:1";
        await Docker.RunAsync("tag", engine, image);
        try
        {
            await Docker.RunAsync("push", "--quiet", image);
            await Docker.RunAsync("image", "rm", image);
            var running = await StartAsync("--engine-image", image);
            await running.Api.CreateAsync("on-what-was-pulled");
            Assert.DoesNotContain("takes the container's place", running.ToString(), StringComparison.Ordinal);
            Assert.Contains($"Status: Downloaded newer image for {image}", running.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            await Docker.TryAsync("image", "rm", image);
        }
    }

    [Fact]
    public async Task An_image_that_cannot_be_had_and_that_nobody_insists_on_gives_way_to_the_embedded_engine()
    {
        FakeDynamoDBLocal.RequireContainers();
        EmbeddedAppHost.RequireEngine();
        var running = await StartAsync("--engine-image", NotToBeHad);
        await running.Api.CreateAsync("on-the-embedded-engine");
        Assert.Contains(
            $"The embedded engine takes the container's place, which cannot run from {NotToBeHad}: Error response from daemon",
            running.ToString(),
            StringComparison.Ordinal
        );
        await running.CommandAsync(FitnessModel.FallbackEngine, KnownResourceCommands.RestartCommand);
        await running.HealthyAsync(FitnessModel.FallbackEngine);
        await running.Api.CreateAsync("after-restart");
    }

    private static IEnumerable<string> Names(RunningAppHost running) =>
        running.Application.Services.GetRequiredService<DistributedApplicationModel>().Resources.Select(resource => resource.Name);

    private static async Task ServesAndRecoversAsync(RunningAppHost running)
    {
        using (var sample = await running.Api.GetAsync(Routes.FirstActivity, TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.OK, sample.StatusCode);
        await running.Api.CreateAsync("before");
        await running.CommandAsync(FitnessModel.Engine, KnownResourceCommands.RestartCommand);
        await running.HealthyAsync(FitnessModel.Engine);
        // An in-memory engine comes back without the table: the API responds with 503 and creates it again.
        await running.Api.CreateAsync("after");
        Assert.False(await running.Api.HasAsync("before"));
    }
}
