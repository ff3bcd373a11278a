using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Fitness.Api.Settings;

namespace Fitness.Api.Storage;

/// <summary>Inspects the actual table.</summary>
internal sealed class TableInspector(IAmazonDynamoDB client, TableName table, TableDefinition definition, FitnessSettings settings)
{
    private volatile TableShape? last;

    /// <summary>Whether a local index held these attributes when the table was last described: at the start, and at each readiness check. Before the first time, none does.</summary>
    /// <param name="index">The index's name.</param>
    /// <param name="attributes">Names of attributes, none of them of a key.</param>
    public bool Holds(string index, IReadOnlyCollection<string> attributes) =>
        last?.Indexes.GetValueOrDefault(index) is { Kind: IndexShape.Local } found && found.Holds(attributes);

    /// <summary>The same differences as of <see cref="FindDifferencesAsync"/> when the table was last described, without a request; empty before the first time.</summary>
    public IReadOnlyList<string> LastDifferences => last?.EssentialDifferencesFrom(definition.Shape) ?? [];

    /// <summary>Every difference in key, indexes, projection and time to live, one phrase each; empty if there is none.</summary>
    /// <exception cref="ResourceNotFoundException">There is no table.</exception>
    public async Task<IReadOnlyList<string>> FindDifferencesAsync(CancellationToken cancellation) =>
        (await FindAsync(pointInTimeRecovery: null, cancellation)).EssentialDifferencesFrom(definition.Shape);

    /// <summary>Everything about the table that the template defines.</summary>
    /// <exception cref="ResourceNotFoundException">There is no table.</exception>
    public async Task<TableShape> DescribeAsync(CancellationToken cancellation) =>
        await FindAsync(await FindRecoveryAsync(cancellation), cancellation);

    private async Task<TableShape> FindAsync(bool? pointInTimeRecovery, CancellationToken cancellation)
    {
        var found = (await client.DescribeTableAsync(table.Value, cancellation)).Table;
        var timeToLive = (
            await client.DescribeTimeToLiveAsync(new DescribeTimeToLiveRequest { TableName = table.Value }, cancellation)
        ).TimeToLiveDescription;
        var enabled =
            timeToLive?.TimeToLiveStatus is { } status && (status == TimeToLiveStatus.ENABLED || status == TimeToLiveStatus.ENABLING);
        var indexes = new SortedDictionary<string, IndexShape>(StringComparer.Ordinal);
        foreach (var index in found.LocalSecondaryIndexes ?? [])
            indexes[index.IndexName] = TableText.Index(IndexShape.Local, index.KeySchema, index.Projection, found.AttributeDefinitions);
        foreach (var index in found.GlobalSecondaryIndexes ?? [])
            indexes[index.IndexName] = TableText.Index(IndexShape.Global, index.KeySchema, index.Projection, found.AttributeDefinitions);
        return last = new TableShape(
            TableText.Key(found.KeySchema, found.AttributeDefinitions),
            indexes,
            enabled ? timeToLive!.AttributeName : TableShape.NoTimeToLive,
            (found.BillingModeSummary?.BillingMode ?? BillingMode.PROVISIONED).Value,
            pointInTimeRecovery,
            IsEncrypted(found.SSEDescription),
            found.DeletionProtectionEnabled,
            (found.TableClassSummary?.TableClass ?? TableClass.STANDARD).Value
        );
    }

    /// <summary>DynamoDB describes encryption only if it is enabled; a local engine never does.</summary>
    private bool? IsEncrypted(SSEDescription? description) =>
        description is null
            ? settings.Endpoint is null && !settings.UsesEmbeddedEngine
                ? false
                : null
            : description.Status == SSEStatus.ENABLED;

    private async Task<bool?> FindRecoveryAsync(CancellationToken cancellation)
    {
        try
        {
            var backups = await client.DescribeContinuousBackupsAsync(
                new DescribeContinuousBackupsRequest { TableName = table.Value },
                cancellation
            );
            return backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus
                == PointInTimeRecoveryStatus.ENABLED;
        }
        catch (AmazonServiceException exception) when ((int)exception.StatusCode is >= 400 and < 500)
        {
            // The engine does not know the operation, or the role lacks the permission. If the table is missing, the next request says so.
            return null;
        }
    }
}
