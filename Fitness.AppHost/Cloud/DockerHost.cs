using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;

namespace Fitness.AppHost;

/// <summary>The manifest that runs a published image on a Docker host against AWS.</summary>
internal static class DockerHost
{
    private const string Environment = "qa";

    // The image's folder, with its owner and mode, is the volume's first content. What tries an image beside the running one is another
    // Compose project, and has a volume of its own.
    private static readonly Volume Recording = new()
    {
        Name = "recording",
        Type = "volume",
        Source = "recording",
        Target = "/recording",
    };

    public static void AddDockerHost(this IDistributedApplicationBuilder builder, AppHostOptions options)
    {
        var healthCheck = ImageHealthCheck.Read(builder.PathInCheckout("deploy", "image", "Dockerfile"));
        builder
            .AddDockerComposeEnvironment(Environment)
            .WithDashboard(options.Dashboard)
            .WithProperties(environment => environment.DefaultNetworkName = "fitness")
            .ConfigureComposeFile(file => file.AddVolume(new Volume { Name = Recording.Name, Driver = "local" }))
            // The manifest itself names the variables, and says what each one is.
            .ConfigureEnvFile(variables => variables.Clear());
        builder
            .AddApi()
            .WithHttpEndpoint(port: Ports.Host, targetPort: Ports.Container, name: FitnessModel.Http)
            .WithExternalHttpEndpoints()
            .PublishAsDockerComposeService((_, service) => ConfigureService(service, healthCheck, options.Dashboard));
        builder.Pipeline.AddStep(
            "finish-manifest",
            FinishAsync,
            dependsOn: $"publish-{Environment}",
            requiredBy: WellKnownPipelineSteps.Publish
        );
    }

    private static void ConfigureService(Service service, Healthcheck healthCheck, bool dashboard)
    {
        var image = Variable("FITNESS_IMAGE", "the image by digest, such as fitness/api@sha256:...");
        service.Image = image;
        service.Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [SettingNames.Environment] = EnvironmentNames.Test,
            [SettingNames.Ports] = $"{Ports.Container}",
            [SettingNames.Region] = Variable(SettingNames.Region, "the region of the table"),
            [SettingNames.Variable(SettingNames.Table)] = Variable(
                "FITNESS_TABLE",
                $"the output {SettingNames.TableOutput} of the data stack"
            ),
            [SettingNames.Variable(SettingNames.Authority)] = Variable("FITNESS_AUTHORITY", "the OpenID Connect issuer of the tokens"),
            [SettingNames.Variable(SettingNames.Audience)] = Variable("FITNESS_AUDIENCE", "the audience of the tokens"),
            [SettingNames.Variable(SettingNames.Image)] = image,
            // Aspire has set the dashboard's own address, if there is a dashboard.
            [SettingNames.Telemetry] = dashboard ? service.Environment[SettingNames.Telemetry] : $"${{{SettingNames.Telemetry}:-}}",
        };
        service.Restart = "unless-stopped";
        service.StopGracePeriod = "15s";
        service.Healthcheck = healthCheck;
        service.ReadOnly = true;
        service.AddVolume(Recording);
        service.Tmpfs = ["/tmp:size=64m,mode=1777,noexec,nosuid,nodev"];
        service.CapDrop = ["ALL"];
        service.SecurityOpt = ["no-new-privileges:true"];
        service.Logging = new Logging
        {
            Driver = "json-file",
            Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["max-size"] = "10m", ["max-file"] = "5" },
        };
    }

    /// <summary>A required variable; if it is not set, Compose stops with this text.</summary>
    private static string Variable(string name, string meaning) => $"${{{name}:?Set {name} to {meaning}}}";

    private static async Task FinishAsync(PipelineStepContext context)
    {
        var path = Path.Combine(context.Services.GetRequiredService<IPipelineOutputService>().GetOutputDirectory(), "docker-compose.yaml");
        await File.WriteAllTextAsync(
            path,
            Manifest.Finish(await File.ReadAllTextAsync(path, context.CancellationToken)),
            context.CancellationToken
        );
    }
}
