using Fitness.AppHost;
using Fitness.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fitness.Tests.AppHost;

/// <summary>The model for a command line, built in this process: no container engine, no orchestrator, no AWS.</summary>
internal sealed class Model(IDistributedApplicationBuilder builder)
{
    public IDistributedApplicationBuilder Builder { get; } = builder;

    /// <summary>Every setting that Test requires from the user of the AppHost.</summary>
    public static readonly (string Name, string Value)[] TestSettings =
    [
        (SettingNames.Region, "eu-central-1"),
        (SettingNames.Authority, "https://issuer.example"),
        (SettingNames.Audience, "fitness"),
    ];

    /// <summary>A machine with everything, where no port and no data is in use.</summary>
    public static readonly Machine Complete = new(
        () => new ContainerRuntime("docker", null),
        _ => true,
        () => "/api/Fitness.Api",
        () => "/engine/dynoxide",
        _ => false,
        _ => true
    );

    /// <summary>A published image.</summary>
    public const string Image = $"ghcr.io/acme/fitness/api@{ImageExamples.Digest}";

    public static Model Of(params string[] arguments) => Of([], arguments);

    public static Model Of((string Name, string Value)[] settings, params string[] arguments) => Of(Complete, settings, arguments);

    public static Model Of(Machine machine, (string Name, string Value)[] settings, params string[] arguments)
    {
        // Development unless the arguments name another: this machine's variables must not matter.
        string[] all = ["--environment", EnvironmentNames.Development, .. arguments];
        var builder = DistributedApplication.CreateBuilder(
            new DistributedApplicationOptions
            {
                Args = all,
                AssemblyName = typeof(FitnessModel).Assembly.GetName().Name,
                DisableDashboard = true,
            }
        );
        builder.Services.AddLogging(logging => logging.ClearProviders());
        foreach (
            var name in new[]
            {
                SettingNames.Region,
                SettingNames.AccessKey,
                SettingNames.SecretKey,
                SettingNames.Authority,
                SettingNames.Audience,
                "AWS_PROFILE",
                "AWS_SESSION_TOKEN",
            }
        )
            builder.Configuration[name] = null;
        foreach (var (name, value) in settings)
            builder.Configuration[name] = value;
        // What the orchestrator would provide: an address for telemetry and, below, one for each endpoint.
        builder.Configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:18889";
        builder.AddFitness(AppHostOptions.Read(all, builder.Environment.EnvironmentName), machine);
        foreach (var endpoint in builder.Resources.SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>()))
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", endpoint.Port ?? Ports.Host);
        return new Model(builder);
    }

    /// <summary>What runs or is published, without parameters, publishing environments and Aspire's own helper that rebuilds the project.</summary>
    public IEnumerable<string> Names =>
        Builder
            .Resources.Where(resource => resource is IResourceWithEnvironment || resource.Name == FitnessModel.DataStack)
            .Where(resource => resource.Name != "api-rebuilder")
            .Select(resource => resource.Name);

    public T Resource<T>(string name)
        where T : IResource => Builder.Resources.OfType<T>().Single(resource => resource.Name == name);

    public EndpointAnnotation Endpoint(string name) => Resource<IResource>(name).Annotations.OfType<EndpointAnnotation>().Single();

    /// <summary>Whether the API waits until the resource is healthy.</summary>
    public bool WaitsFor(string name) =>
        Resource<IResource>(FitnessModel.Api)
            .Annotations.OfType<WaitAnnotation>()
            .Any(wait => wait.Resource.Name == name && wait.WaitType == WaitType.WaitUntilHealthy);

    /// <summary>The API's links in the dashboard, each with its text.</summary>
    public async Task<IEnumerable<(string, string?)>> LinksAsync()
    {
        var api = Resource<ProjectResource>(FitnessModel.Api);
        var context = new ResourceUrlsCallbackContext(
            Builder.ExecutionContext,
            api,
            [new ResourceUrlAnnotation { Url = "http://localhost:10001", Endpoint = api.GetEndpoint("http") }],
            TestContext.Current.CancellationToken
        );
        foreach (var annotation in api.Annotations.OfType<ResourceUrlsCallbackAnnotation>())
            await annotation.Callback(context);
        return context.Urls.Select(url => (url.Url, url.DisplayText));
    }

    /// <summary>The variables that the model sets: strings unchanged, endpoints as <c>{resource.endpoint}</c>.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> VariablesAsync(string name)
    {
        var resource = Resource<IResource>(name);
        // The callbacks need the application's services.
        await using var application = Builder.Build();
        var context = new EnvironmentCallbackContext(Builder.ExecutionContext, resource, [], TestContext.Current.CancellationToken);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);
        return context.EnvironmentVariables.ToDictionary(
            pair => pair.Key,
            pair =>
                pair.Value switch
                {
                    EndpointReference endpoint => $"{{{endpoint.Resource.Name}.{endpoint.EndpointName}}}",
                    string text => (string?)text,
                    IManifestExpressionProvider expression => expression.ValueExpression,
                    var other => throw new InvalidOperationException($"{pair.Key} is {other}, which this model cannot show."),
                },
            StringComparer.Ordinal
        );
    }

    /// <summary>The arguments that the model gives to a container or an executable.</summary>
    public async Task<IReadOnlyList<string>> ArgumentsAsync(string name)
    {
        var resource = Resource<IResource>(name);
        var context = new CommandLineArgsCallbackContext([], resource, TestContext.Current.CancellationToken)
        {
            ExecutionContext = Builder.ExecutionContext,
        };
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await annotation.Callback(context);
        return
        [
            .. context.Args.Select(argument =>
                argument is IManifestExpressionProvider expression ? expression.ValueExpression : argument.ToString()!
            ),
        ];
    }
}
