using Fitness.Api.Settings;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>The storage and its table.</summary>
/// <param name="Endpoint">What answers.</param>
/// <param name="Region">The AWS region, or the name of one for a local engine.</param>
/// <param name="Table">The table's name.</param>
/// <param name="Definition">The table as this build's template defines it.</param>
/// <param name="Found">The actual table; null if it was not read, or could not be.</param>
/// <param name="Fingerprint">SHA-256 of <paramref name="Found"/> as compact JSON; of <paramref name="Definition"/> if the table was not read.</param>
/// <param name="Differences">How <paramref name="Found"/> differs from <paramref name="Definition"/>; null if <paramref name="Found"/> is.</param>
/// <param name="Problem">Why the table could not be read; null if it was, or was not tried.</param>
internal sealed record StorageDescription(
    StorageEndpoint Endpoint,
    string Region,
    string Table,
    TableShape Definition,
    TableShape? Found,
    string? Fingerprint,
    IReadOnlyList<string>? Differences,
    string? Problem
)
{
    /// <summary>Reads the table. Unavailable storage is part of the description, not an error.</summary>
    public static async Task<StorageDescription> ReadAsync(
        StorageDescription unseen,
        TableInspector inspector,
        StorageCalls calls,
        CancellationToken cancellation
    )
    {
        try
        {
            var found = await calls.RunUnboundedAsync(inspector.DescribeAsync, StorageCalls.Deadline, cancellation);
            return unseen with
            {
                Found = found,
                Fingerprint = FingerprintOf(found),
                Differences = found.DifferencesFrom(unseen.Definition),
            };
        }
        catch (StorageUnavailableException exception)
        {
            return unseen with { Fingerprint = null, Problem = exception.Message };
        }
    }

    /// <summary>What is known without a request to the storage.</summary>
    public static StorageDescription CreateUnseen(FitnessSettings settings, TableDefinition definition) =>
        new(EndpointOf(settings), settings.Region, settings.Table, definition.Shape, null, FingerprintOf(definition.Shape), null, null);

    /// <summary>What answers the requests to the storage.</summary>
    public static StorageEndpoint EndpointOf(FitnessSettings settings) =>
        settings.UsesEmbeddedEngine ? StorageEndpoint.Embedded
        : settings.Endpoint is null ? StorageEndpoint.Regional
        : StorageEndpoint.Local;

    private static string FingerprintOf(TableShape shape) =>
        ContentHash.OfText(System.Text.Json.JsonSerializer.Serialize(shape, EnvironmentJson.Default.TableShape));
}

/// <summary>Clocks.</summary>
/// <param name="StorageSkewSeconds">Seconds by which the storage's clock is ahead, to within a second; null if it has sent no <c>Date</c>.</param>
internal sealed record TimeDescription(long? StorageSkewSeconds);
