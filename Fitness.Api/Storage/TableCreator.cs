using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using OpenTelemetry;

namespace Fitness.Api.Storage;

/// <summary>Creates the table in a local engine from the definition.</summary>
internal sealed partial class TableCreator(
    IAmazonDynamoDB client,
    TableName table,
    TableDefinition definition,
    TimeProvider time,
    ILogger<TableCreator> logger
) : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Creates the table if it is missing, and lets the caller fill it before anyone else can empty it.</summary>
    /// <param name="fill">Fills the table; its argument says whether the table was missing.</param>
    /// <param name="cancellation">Cancels the attempt.</param>
    /// <returns>Whether it was missing.</returns>
    public Task<bool> EnsureAsync(Func<bool, Task> fill, CancellationToken cancellation) =>
        RunExclusivelyAsync(
            async () =>
            {
                var created = await CreateWhereMissingAsync(cancellation);
                await fill(created);
                return created;
            },
            cancellation
        );

    /// <summary>Deletes the local table with everything in it, and recreates it. Every device that has synced starts over as well.</summary>
    public Task<bool> RecreateAsync(CancellationToken cancellation) =>
        RunExclusivelyAsync(
            async () =>
            {
                try
                {
                    await client.DeleteTableAsync(table.Value, cancellation);
                }
                catch (ResourceNotFoundException)
                {
                    // There is nothing to delete.
                }
                while (await ExistsAsync(cancellation))
                    await Task.Delay(Poll, time, cancellation);
                return await CreateWhereMissingAsync(cancellation);
            },
            cancellation
        );

    public void Dispose() => turn.Dispose();

    /// <summary>A caller that notices that the table is gone waits until the one that deleted it has recreated it.</summary>
    private async Task<bool> RunExclusivelyAsync(Func<Task<bool>> work, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            return await work();
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<bool> CreateWhereMissingAsync(CancellationToken cancellation)
    {
        if (await ExistsAsync(cancellation))
            return false;
        try
        {
            await client.CreateTableAsync(
                new CreateTableRequest
                {
                    TableName = table.Value,
                    AttributeDefinitions = definition.Attributes,
                    KeySchema = definition.Keys,
                    LocalSecondaryIndexes = definition.LocalIndexes,
                    BillingMode = definition.BillingMode,
                },
                cancellation
            );
        }
        catch (ResourceInUseException)
        {
            // Another process is creating it.
        }
        while ((await client.DescribeTableAsync(table.Value, cancellation)).Table.TableStatus != TableStatus.ACTIVE)
            await Task.Delay(Poll, time, cancellation);
        await client.UpdateTimeToLiveAsync(
            new UpdateTimeToLiveRequest
            {
                TableName = table.Value,
                TimeToLiveSpecification = new TimeToLiveSpecification { AttributeName = definition.TimeToLive, Enabled = true },
            },
            cancellation
        );
        await LogMissingFeaturesAsync(cancellation);
        return true;
    }

    /// <summary>Looks through the names, because describing a missing table is a failed call, which a trace shows as an error.</summary>
    private async Task<bool> ExistsAsync(CancellationToken cancellation)
    {
        await foreach (var name in client.Paginators.ListTables(new ListTablesRequest()).TableNames.WithCancellation(cancellation))
        {
            if (name == table.Value)
                return true;
        }
        return false;
    }

    private async Task LogMissingFeaturesAsync(CancellationToken cancellation)
    {
        // A local file has no keys or backups of its own to protect; deletion protection would only get in the way of starting over.
        List<string> missing = definition.Encryption ? ["encryption at rest", "deletion protection"] : ["deletion protection"];
        if (definition.PointInTimeRecovery && !await TryEnableRecoveryAsync(cancellation))
            missing.Insert(0, "point-in-time recovery");
        LogCreated(logger, table.Value, string.Join(", ", missing));
    }

    private async Task<bool> TryEnableRecoveryAsync(CancellationToken cancellation)
    {
        // Trying is the only way to ask a local engine; a refusal must not show in a trace as a failed request.
        using var quiet = SuppressInstrumentationScope.Begin();
        try
        {
            await client.UpdateContinuousBackupsAsync(
                new UpdateContinuousBackupsRequest
                {
                    TableName = table.Value,
                    PointInTimeRecoverySpecification = new PointInTimeRecoverySpecification { PointInTimeRecoveryEnabled = true },
                },
                cancellation
            );
            return true;
        }
        catch (AmazonServiceException)
        {
            return false;
        }
    }

    [LoggerMessage(
        12,
        LogLevel.Information,
        "Table {Table} was created from the definition. The local engine has no {Missing}; DynamoDB has."
    )]
    private static partial void LogCreated(ILogger logger, string table, string missing);
}
