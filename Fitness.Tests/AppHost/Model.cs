using Aspire.Hosting.AWS;
using Fitness.AppHost;

namespace Fitness.Tests.AppHost;

/// <summary>The model as a command line makes it, built in this process: no container engine, no orchestrator, no AWS.</summary>
internal sealed class Model(IDistributedApplicationBuilder builder)
{
    public IDistributedApplicationBuilder Builder { get; } = builder;

    /// <summary>Every setting that Test wants from whoever runs the AppHost.</summary>
    public static readonly (string Name, string Value)[] TestSettings =
    [
        (SettingNames.Region, "eu-central-1"), (SettingNames.Authority, "https://issuer.example"), (SettingNames.Audience, "fitness"),
    ];

    /// <summary>A machine with everything, on which nobody uses a port or the data.</summary>
    public static readonly Machine Complete = new(() => "docker", () => "/engine/dynoxide", _ => false, _ => true);

    public static Model Of(params string[] arguments) => Of([], arguments);

    public static Model Of((string Name, string Value)[] settings, params string[] arguments) => Of(Complete, settings, arguments);

    public static Model Of(Machine machine, (string Name, string Value)[] settings, params string[] arguments)
    {
        // Development unless the arguments name another: the variables of this machine have no say.
        string[] all = ["--environment", EnvironmentNames.Development, .. arguments];
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = all,
            AssemblyName = typeof(FitnessModel).Assembly.GetName().Name,
            DisableDashboard = true,
        });
        foreach (var name in new[] { SettingNames.Region, SettingNames.AccessKey, SettingNames.SecretKey, SettingNames.Authority, SettingNames.Audience, "AWS_PROFILE", "AWS_SESSION_TOKEN" }) builder.Configuration[name] = null;
        foreach (var (name, value) in settings) builder.Configuration[name] = value;
        builder.AddFitness(AppHostOptions.Read(all, builder.Environment.EnvironmentName), machine);
        return new Model(builder);
    }

    /// <summary>What runs or is published: parameters, publishing environments and Aspire's own helper that rebuilds the project left out.</summary>
    public IEnumerable<string> Names => Builder.Resources.Where(resource => resource is IResourceWithEnvironment or IAWSResource).Where(resource => resource.Name != "api-rebuilder").Select(resource => resource.Name);

    public T Resource<T>(string name) where T : IResource => Builder.Resources.OfType<T>().Single(resource => resource.Name == name);

    public EndpointAnnotation Endpoint(string name) => Resource<IResource>(name).Annotations.OfType<EndpointAnnotation>().Single();

    /// <summary>The variables that the model sets: texts as they are, endpoints as <c>{resource.endpoint}</c>.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> VariablesAsync(string name)
    {
        var resource = Resource<IResource>(name);
        var context = new EnvironmentCallbackContext(Builder.ExecutionContext, resource, [], TestContext.Current.CancellationToken);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            // The variables of telemetry and of the server's addresses want a running orchestrator.
            try
            {
                await annotation.Callback(context);
            }
            catch (InvalidOperationException)
            {
                continue;
            }
        }
        return context.EnvironmentVariables.ToDictionary(pair => pair.Key, pair => pair.Value switch
        {
            EndpointReference endpoint => $"{{{endpoint.Resource.Name}.{endpoint.EndpointName}}}",
            string text => text,
            var other => (other as IManifestExpressionProvider)?.ValueExpression,
        }, StringComparer.Ordinal);
    }

    /// <summary>The arguments that the model gives to a container or an executable.</summary>
    public async Task<IReadOnlyList<string>> ArgumentsAsync(string name)
    {
        var resource = Resource<IResource>(name);
        var context = new CommandLineArgsCallbackContext([], resource, TestContext.Current.CancellationToken) { ExecutionContext = Builder.ExecutionContext };
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>()) await annotation.Callback(context);
        return [.. context.Args.Select(argument => argument is IManifestExpressionProvider expression ? expression.ValueExpression : argument.ToString()!)];
    }
}
