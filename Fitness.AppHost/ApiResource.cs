using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Fitness.AppHost;

/// <summary>The API as a resource: the project or the published image, wired the same way.</summary>
internal static class ApiResource
{
    private const int CommandKeyDigits = 32;

    /// <summary>The project, without the addresses and variables of its own launch profile: this model sets them all.</summary>
    public static IResourceBuilder<ProjectResource> AddApi(this IDistributedApplicationBuilder builder) =>
        builder.AddProject<Projects.Fitness_Api>(FitnessModel.Api, project => project.ExcludeLaunchProfile = true);

    public static IResourceBuilder<ProjectResource> AddApiProject(
        this IDistributedApplicationBuilder builder,
        AppHostOptions options,
        Machine machine
    ) =>
        builder
            .AddApi()
            .WithBuiltProgram(machine.ApiProgram())
            .WithHttpEndpoint(port: FixedPort(builder, options, machine), name: FitnessModel.Http)
            // It serves only HTTP, to this machine, so a missing development certificate needs no warning.
            .WithoutHttpsCertificate();

    /// <exception cref="StartException">No container runtime can be used.</exception>
    public static IResourceBuilder<ContainerResource> AddApiImage(
        this IDistributedApplicationBuilder builder,
        AppHostOptions options,
        string image,
        Machine machine
    )
    {
        EngineChoice.RequireContainers("--image", machine);
        return builder
            .AddContainer(FitnessModel.Api, image)
            .WithImageFromEngine(machine, (services, reason) =>
            {
                RunFailure.Stop(
                    services,
                    $"The API's container cannot run from {image}: {reason} Pull that image by hand to see more; 'docker images --digests' shows what is there."
                );
                return Task.CompletedTask;
            })
            .WithHttpEndpoint(port: FixedPort(builder, options, machine), targetPort: Ports.Container, name: FitnessModel.Http)
            .WithEnvironment(SettingNames.Variable(SettingNames.Image), image)
            .WithOtlpExporter();
    }

    /// <summary>
    /// Runs the built program, unless a debugger or 'dotnet watch' runs it. Aspire would use <c>dotnet run --no-build</c>, which does not
    /// forward the stop signal: the API would be killed late, together with the requests in progress.
    /// </summary>
    private static IResourceBuilder<ProjectResource> WithBuiltProgram(this IResourceBuilder<ProjectResource> api, string? program)
    {
        if (program is null || !string.IsNullOrEmpty(api.ApplicationBuilder.Configuration["DOTNET_WATCH"]))
            return api;
        return api.WithAnnotation(new ExecutableAnnotation { Command = program, WorkingDirectory = Path.GetDirectoryName(program)! });
    }

    /// <summary>Links in the dashboard to the page, an activity or all, the reference page and the environment description.</summary>
    /// <param name="api">The API.</param>
    /// <param name="hasSamples">Whether there is the first activity of the samples.</param>
    public static IResourceBuilder<T> WithDevelopmentLinks<T>(this IResourceBuilder<T> api, bool hasSamples)
        where T : IResourceWithEndpoints =>
        api.WithLinks(
            hasSamples ? (Routes.FirstActivity, "API", "an activity") : (Routes.Activities, "API", "the activities"),
            (Routes.ApiReference, "Reference", "the reference"),
            (Routes.EnvironmentDescription, "Environment", null)
        );

    /// <summary>Links to the page and the reference page; everything else requires a token, which a link does not carry.</summary>
    public static IResourceBuilder<T> WithPublicLinks<T>(this IResourceBuilder<T> api)
        where T : IResourceWithEndpoints => api.WithLinks((Routes.ApiReference, "Reference", "the reference"));

    /// <summary>Dashboard commands on the local table. They authenticate with a key that is new at each start.</summary>
    public static IResourceBuilder<T> WithCommands<T>(this IResourceBuilder<T> api)
        where T : IResourceWithEnvironment, IResourceWithEndpoints
    {
        var key = RandomNumberGenerator.GetHexString(CommandKeyDigits);
        return api.WithEnvironment(SettingNames.Variable(SettingNames.CommandKey), key)
            .WithHttpCommand(
                Routes.SampleData,
                "Fill with sample data",
                FitnessModel.Http,
                "fill",
                new HttpCommandOptions
                {
                    Description = "Adds the demo user's missing sample activities. Existing activities do not change.",
                    IconName = "DatabaseArrowUp",
                    Method = HttpMethod.Put,
                    PrepareRequest = AddKey,
                    ResultMode = HttpCommandResultMode.Text,
                }
            )
            .WithHttpCommand(
                Routes.Table,
                "Empty the table",
                FitnessModel.Http,
                "empty",
                new HttpCommandOptions
                {
                    Description = "Deletes the local table and creates it again from its definition.",
                    ConfirmationMessage = "This deletes every activity of every user in the local table. Continue?",
                    IconName = "Delete",
                    Method = HttpMethod.Delete,
                    PrepareRequest = AddKey,
                    ResultMode = HttpCommandResultMode.Text,
                }
            );

        Task AddKey(HttpCommandRequestContext context)
        {
            context.Request.Headers.Add(FitnessHeaders.CommandKey, key);
            return Task.CompletedTask;
        }
    }

    /// <summary>
    /// Adds links to the page, if the API serves it, and to these; the first takes the place of the endpoint's own. The console says what
    /// to open, unless a link has no words for that.
    /// </summary>
    private static IResourceBuilder<T> WithLinks<T>(
        this IResourceBuilder<T> api,
        params (string Path, string Text, string? Content)[] others
    )
        where T : IResourceWithEndpoints
    {
        (string Path, string Text, string? Content)[] links = ServesPage(api.ApplicationBuilder.Configuration)
            ? [(Routes.Page, "Page", "the page"), .. others]
            : others;
        api.WithUrlForEndpoint(FitnessModel.Http, url => (url.Url, url.DisplayText) = (links[0].Path, links[0].Text));
        foreach (var link in links[1..])
            api.WithUrlForEndpoint(FitnessModel.Http, _ => new ResourceUrlAnnotation { Url = link.Path, DisplayText = link.Text });
        return api.WithReadyNotice([.. links.Where(link => link.Content is not null).Select(link => (link.Path, link.Content!))]);
    }

    /// <summary>Whether the API serves the page: in the environments that the AppHost runs, unless the setting, which it inherits, says otherwise.</summary>
    private static bool ServesPage(ConfigurationManager configuration) =>
        !bool.TryParse(configuration[SettingNames.PageEnabled], out var serves) || serves;

    /// <exception cref="StartException">The port is in use. The orchestrator would report that only in its own log.</exception>
    private static int? FixedPort(IDistributedApplicationBuilder builder, AppHostOptions options, Machine machine)
    {
        if (options.Port == 0)
            return null;
        // With 'aspire run --isolated' and in tests, the orchestrator takes another port.
        if (!builder.Configuration.GetValue<bool>("DcpPublisher:RandomizePorts") && machine.IsInUse(options.Port))
            throw new StartException(
                $"Port {options.Port} is in use, perhaps by another checkout. Stop what uses it, or add --port 0 for any free port."
            );
        return options.Port;
    }
}
