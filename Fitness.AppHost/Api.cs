using System.Net.NetworkInformation;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Fitness.AppHost;

/// <summary>The API as a resource: the project, or the published image in its place, wired the same way.</summary>
internal static class Api
{
    private const int CommandKeyDigits = 32;
    private static readonly TimeSpan PortPatience = TimeSpan.FromSeconds(5);

    /// <summary>The API's only endpoint.</summary>
    public const string Http = "http";

    public static IResourceBuilder<ProjectResource> AddApiProject(this IDistributedApplicationBuilder builder, AppHostOptions options) =>
        builder.AddProject<Projects.Fitness_Api>(FitnessModel.Api, project => project.ExcludeLaunchProfile = true)
            .WithHttpEndpoint(port: FixedPort(builder, options), name: Http)
            // It speaks HTTP to this machine only; a machine without a development certificate is no reason for a warning.
            .WithoutHttpsCertificate();

    public static IResourceBuilder<ContainerResource> AddApiImage(this IDistributedApplicationBuilder builder, AppHostOptions options, string image) =>
        builder.AddContainer(FitnessModel.Api, image)
            .WithHttpEndpoint(port: FixedPort(builder, options), targetPort: ServiceAddress.ContainerPort, name: Http)
            .WithEnvironment(SettingNames.Variable(SettingNames.Image), image)
            .WithOtlpExporter();

    /// <summary>Links in the dashboard to the first activity, the reference page and the environment description.</summary>
    public static IResourceBuilder<T> WithLinks<T>(this IResourceBuilder<T> api) where T : IResourceWithEndpoints =>
        api.WithUrlForEndpoint(Http, url => (url.Url, url.DisplayText) = (ServiceAddress.FirstActivity, "API"))
            .WithUrlForEndpoint(Http, _ => new ResourceUrlAnnotation { Url = ServiceAddress.Reference, DisplayText = "Reference" })
            .WithUrlForEndpoint(Http, _ => new ResourceUrlAnnotation { Url = ServiceAddress.EnvironmentDescription, DisplayText = "Environment" });

    /// <summary>Commands in the dashboard over the local table. The key, new at each start, is what lets them in.</summary>
    public static IResourceBuilder<T> WithCommands<T>(this IResourceBuilder<T> api) where T : IResourceWithEnvironment, IResourceWithEndpoints
    {
        var key = RandomNumberGenerator.GetHexString(CommandKeyDigits);
        return api.WithEnvironment(SettingNames.Variable(SettingNames.CommandKey), key)
            .WithHttpCommand(ServiceAddress.SampleData, "Fill with sample data", Http, "fill", new HttpCommandOptions
            {
                Description = "Adds the demo user's sample activities that are missing. What is there stays as it is.",
                IconName = "DatabaseArrowUp",
                Method = HttpMethod.Put,
                PrepareRequest = AddKey,
                ResultMode = HttpCommandResultMode.Text,
            })
            .WithHttpCommand(ServiceAddress.Table, "Empty the table", Http, "empty", new HttpCommandOptions
            {
                Description = "Makes the local table anew from its definition.",
                ConfirmationMessage = "This deletes every activity of every user in the local table. Go on?",
                IconName = "Delete",
                Method = HttpMethod.Delete,
                PrepareRequest = AddKey,
                ResultMode = HttpCommandResultMode.Text,
            });

        Task AddKey(HttpCommandRequestContext context)
        {
            context.Request.Headers.Add(ServiceAddress.CommandKeyHeader, key);
            return Task.CompletedTask;
        }
    }

    /// <exception cref="StartException">Somebody else has the port. The orchestrator would say so nowhere but in its own log.</exception>
    private static int? FixedPort(IDistributedApplicationBuilder builder, AppHostOptions options)
    {
        if (options.Port == 0) return null;
        // 'aspire run --isolated' and tests: the orchestrator takes another port.
        if (builder.Configuration.GetValue<bool>("DcpPublisher:RandomizePorts")) return options.Port;
        // The run before this one may need a moment to let go of it.
        if (!SpinWait.SpinUntil(() => !IsInUse(options.Port), PortPatience))
            throw new StartException($"Port {options.Port} is in use, perhaps by another checkout. Stop what uses it, or add --port 0 for any free port.");
        return options.Port;
    }

    private static bool IsInUse(int port) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port);
}
