using System.Security.Cryptography;

namespace Fitness.AppHost;

/// <summary>The API as a resource: the project, or the published image in its place, wired the same way.</summary>
internal static class Api
{
    private const int CommandKeyDigits = 32;

    /// <summary>The API's only endpoint.</summary>
    public const string Http = "http";

    public static IResourceBuilder<ProjectResource> AddApiProject(this IDistributedApplicationBuilder builder, AppHostOptions options) =>
        builder.AddProject<Projects.Fitness_Api>(FitnessModel.Api, project => project.ExcludeLaunchProfile = true)
            .WithHttpEndpoint(port: FixedPort(options), name: Http);

    public static IResourceBuilder<ContainerResource> AddApiImage(this IDistributedApplicationBuilder builder, AppHostOptions options, string image) =>
        builder.AddContainer(FitnessModel.Api, image)
            .WithHttpEndpoint(port: FixedPort(options), targetPort: ServiceAddress.ContainerPort, name: Http)
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

    private static int? FixedPort(AppHostOptions options) => options.Port == 0 ? null : options.Port;
}
