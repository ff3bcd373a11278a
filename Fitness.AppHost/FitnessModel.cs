namespace Fitness.AppHost;

/// <summary>What Fitness consists of, in each mode.</summary>
internal static class FitnessModel
{
    /// <summary>The API's name among the resources.</summary>
    public const string Api = "api";

    /// <summary>The local engine's name among the resources.</summary>
    public const string Engine = "dynamodb";

    /// <summary>The name of the data stack among the resources.</summary>
    public const string DataStack = "data";

    /// <summary>
    /// Adds the API and what it needs: when publishing, the API alone for its target; in Test, the API on a stack in AWS; in
    /// Development, the API on a local engine, with its commands.
    /// </summary>
    public static void AddFitness(this IDistributedApplicationBuilder builder, AppHostOptions options)
    {
        if (builder.ExecutionContext.IsPublishMode) builder.PublishApi(options);
        else if (options.Image is null) builder.AddApiProject(options).On(builder.Environment.EnvironmentName, options);
        else builder.AddApiImage(options, options.Image).On(builder.Environment.EnvironmentName, options);
    }

    private static void PublishApi(this IDistributedApplicationBuilder builder, AppHostOptions options)
    {
        if (options.Target == PublishTarget.Ecs) builder.AddEcs(options);
        else builder.AddDockerHost(options);
    }

    private static void On<T>(this IResourceBuilder<T> api, string environment, AppHostOptions options)
        where T : IResourceWithEnvironment, IResourceWithEndpoints, IResourceWithWaitSupport
    {
        api.WithEnvironment(SettingNames.Environment, environment).WithHttpHealthCheck(ServiceAddress.Health).WithLinks();
        if (environment == SettingNames.Development) api.OnLocalEngine(options).WithCommands();
        else if (environment == SettingNames.Test) api.OnDataStack(options);
        else throw new StartException($"The environment is '{environment}'; the AppHost runs {SettingNames.Development} and {SettingNames.Test}. {SettingNames.Production} runs from the published manifest.");
    }
}
