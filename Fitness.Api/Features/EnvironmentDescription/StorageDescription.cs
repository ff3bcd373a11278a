using Amazon.Runtime;
using Fitness.Api.Settings;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>The storage and its table.</summary>
/// <param name="Endpoint"><c>embedded</c>: the engine beside the program; <c>local</c>: another address; <c>regional</c>: DynamoDB.</param>
/// <param name="Region">The AWS region, or the one that a local engine is told.</param>
/// <param name="Table">The table's name.</param>
/// <param name="Definition">The table as this build's template defines it.</param>
/// <param name="Found">The table as it is; null where nobody looked, or it could not be seen.</param>
/// <param name="Fingerprint">SHA-256 of <paramref name="Found"/> as compact JSON; of <paramref name="Definition"/> where nobody looked.</param>
/// <param name="Differences">What <paramref name="Found"/> differs in from <paramref name="Definition"/>; null where there is none.</param>
/// <param name="Problem">Why the table could not be seen; null where it was, or nobody looked.</param>
internal sealed record StorageDescription(
    string Endpoint, string Region, string Table, TableShape Definition, TableShape? Found, string? Fingerprint, IReadOnlyList<string>? Differences, string? Problem)
{
    /// <summary>Looks at the table; a storage that is away is a description too.</summary>
    public static async Task<StorageDescription> ReadAsync(StorageDescription unseen, TableInspector inspector, StorageCalls calls, CancellationToken cancellation)
    {
        try
        {
            var found = await calls.RunAsync(inspector.DescribeAsync, cancellation);
            return unseen with { Found = found, Fingerprint = FingerprintOf(found), Differences = found.DifferencesFrom(unseen.Definition) };
        }
        catch (StorageUnavailableException exception)
        {
            return unseen with { Fingerprint = null, Problem = exception.Message };
        }
        // A role that may not ask, or credentials that have expired.
        catch (AmazonServiceException exception)
        {
            return unseen with { Fingerprint = null, Problem = $"It refuses: {exception.ErrorCode}." };
        }
    }

    /// <summary>What is known without asking the storage.</summary>
    public static StorageDescription CreateUnseen(FitnessSettings settings, TableDefinition definition) => new(
        settings.UsesEmbeddedEngine ? "embedded" : settings.Endpoint is null ? "regional" : "local",
        settings.Region, settings.Table, definition.Shape, null, FingerprintOf(definition.Shape), null, null);

    private static string FingerprintOf(TableShape shape) => ContentHash.OfText(System.Text.Json.JsonSerializer.Serialize(shape, EnvironmentJson.Default.TableShape));
}

/// <summary>Clocks.</summary>
/// <param name="StorageSkewSeconds">Seconds by which the storage's clock is ahead, to a second; null where it has sent no date.</param>
internal sealed record TimeDescription(long? StorageSkewSeconds);
