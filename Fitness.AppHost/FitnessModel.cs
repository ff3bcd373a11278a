namespace Fitness.AppHost;

/// <summary>The resources of Fitness in each mode.</summary>
internal static class FitnessModel
{
    /// <summary>The API's resource name.</summary>
    public const string Api = "api";

    /// <summary>The local engine's resource name.</summary>
    public const string Engine = "dynamodb";

    /// <summary>The embedded engine's resource name if a container is tried first.</summary>
    public const string FallbackEngine = $"{Engine}-embedded";

    /// <summary>The name of the only endpoint of the API, and of the engine.</summary>
    public const string Http = "http";

    /// <summary>The data stack's resource name.</summary>
    public const string DataStack = "data";

    /// <summary>
    /// The host names by which containers call the API: Aspire's for resources, the API's container among them, and those of Docker
    /// and Podman for this machine.
    /// </summary>
    public const string NamesForContainers = $"{Api};{Api}.dev.internal;aspire.dev.internal;host.docker.internal;host.containers.internal";

    private const string TelemetryTimeout = "OTEL_EXPORTER_OTLP_TIMEOUT";
    private const string TelemetryTimeoutMilliseconds = "500";

    /// <summary>
    /// Adds the API and what it needs: when publishing, the API alone for its host; in Test, the API with a stack in AWS; in
    /// Development, the API with a local engine, and its commands.
    /// </summary>
    public static void AddFitness(this IDistributedApplicationBuilder builder, AppHostOptions options, Machine machine)
    {
        if (builder.ExecutionContext.IsPublishMode)
            builder.AddDockerHost(options);
        else if (options.Image is null)
            builder.AddApiProject(options, machine).WithFitness(builder.Environment.EnvironmentName, options, machine);
        else
            builder.AddApiImage(options, options.Image, machine).WithFitness(builder.Environment.EnvironmentName, options, machine);
    }

    private static void WithFitness<T>(this IResourceBuilder<T> api, string environment, AppHostOptions options, Machine machine)
        where T : IResourceWithEnvironment, IResourceWithEndpoints, IResourceWithWaitSupport
    {
        // The dashboard stops before the API, which would otherwise wait for it to take the last telemetry.
        api.WithEnvironment(TelemetryTimeout, TelemetryTimeoutMilliseconds);
        api.WithEnvironment(SettingNames.Environment, environment).WithHttpHealthCheck(Routes.Health).WithParity();
        if (Cloud.LeftOut is { } leftOut)
            api.WithNotice(leftOut);
        if (options.Capsule is { } capsule)
            api.WithCapsule(capsule).WithDevelopmentLinks(hasSamples: false);
        else if (environment == EnvironmentNames.Development)
            api.WithLocalEngine(options, machine).WithDevelopmentLinks(hasSamples: true).WithCommands();
        else if (environment == EnvironmentNames.Test)
            api.WithDataStack(options).WithPublicLinks();
        else
            throw new StartException(
                $"The environment is '{environment}'; the AppHost runs {EnvironmentNames.Development} and {EnvironmentNames.Test}. {EnvironmentNames.Production} runs from the published manifest."
            );
    }
}
