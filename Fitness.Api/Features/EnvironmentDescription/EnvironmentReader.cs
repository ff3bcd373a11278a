using Fitness.Api.Settings;
using Fitness.Api.Storage;
using Fitness.Api.Web.OpenApi;
using Fitness.Api.Web.Server;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>Reads the environment description. What can change is cached for five seconds, the rest for the life of the process.</summary>
internal sealed class EnvironmentReader(
    IServiceProvider services,
    FitnessSettings settings,
    TableDefinition definition,
    IConfiguration configuration,
    TimeProvider time
) : IDisposable
{
    private readonly ShortLived<EnvironmentDescription> last = new(TimeSpan.FromSeconds(5), time);
    private readonly Lazy<Task<EnvironmentDescription>> program = new(() => DescribeAsync(services, settings, definition, configuration));

    /// <summary>For a program that does not serve: all but the actual state of the storage, which is not contacted.</summary>
    public Task<EnvironmentDescription> DescribeProgramAsync() => program.Value;

    /// <summary>For the running service.</summary>
    public Task<EnvironmentDescription> DescribeAsync(CancellationToken cancellation) =>
        last.GetAsync(
            async look =>
            {
                var description = await program.Value;
                // Resolved only here, because the embedded engine has no address until it has started.
                var (inspector, calls, clock) = (
                    services.GetRequiredService<TableInspector>(),
                    services.GetRequiredService<StorageCalls>(),
                    services.GetRequiredService<StorageClock>()
                );
                var storage = await StorageDescription.ReadAsync(description.Storage, inspector, calls, look);
                var network = await description.Network.ResolveAsync(CalledNames.Of(settings, configuration), look);
                return description with
                {
                    Network = network,
                    Process = ProcessDescription.OfThisProcess(),
                    Storage = storage,
                    Time = new TimeDescription(clock.SkewSeconds),
                };
            },
            cancellation
        );

    public void Dispose() => last.Dispose();

    private static async Task<EnvironmentDescription> DescribeAsync(
        IServiceProvider services,
        FitnessSettings settings,
        TableDefinition definition,
        IConfiguration configuration
    ) =>
        new(
            settings.Environment,
            BuildDescription.Of(settings),
            SoftwareDescription.OfThisProcess(),
            SettingDescription.ReadAll((IConfigurationRoot)configuration, settings),
            SecretDescription.KeyId(settings.ParityKey),
            InputsDescription.Read(settings.ParityKey),
            LoggingDescription.Read(configuration, settings.ParityKey),
            NetworkDescription.Read(CalledNames.Of(settings, configuration)),
            ProcessDescription.OfThisProcess(),
            StorageDescription.CreateUnseen(settings, definition),
            null,
            new BehaviourDescription(
                ContentHash.OfText(await ApiReference.WriteDocumentAsync(services)),
                LimitsDescription.Of(services.GetRequiredService<IOptions<ServerOptions>>().Value)
            )
        );
}
