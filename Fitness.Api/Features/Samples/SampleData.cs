using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Features.Activities;
using Fitness.Api.Settings;
using Fitness.Api.Storage;
using Fitness.Api.Web.Authentication;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Features.Samples;

/// <summary>Settings of the sample data, section <c>Sample</c>.</summary>
public sealed class SampleOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Sample";

    /// <summary>Whether Development fills an empty table; true by default.</summary>
    public bool Enabled { get; set; } = true;
}

/// <summary>Fills an empty table with the demo user's activities, in Development only.</summary>
public sealed partial class SampleData(
    IAmazonDynamoDB client,
    ActivityWriter writer,
    TableName table,
    FitnessSettings settings,
    IOptions<SampleOptions> options,
    TimeProvider time,
    ILogger<SampleData> logger
)
{
    /// <summary>Fills the table if it is empty, unless that is turned off.</summary>
    public async Task FillAsync(CancellationToken cancellation)
    {
        if (!settings.IsDevelopment || !options.Value.Enabled)
            return;
        var any = await client.ScanAsync(
            new ScanRequest
            {
                TableName = table.Value,
                Limit = 1,
                ConsistentRead = true,
            },
            cancellation
        );
        if (any.Items.Count > 0)
            return;

        var items = SampleActivities
            .All()
            .Select(
                (sample, index) =>
                {
                    var uploaded = sample.Activity.Start!.Value.AddSeconds(sample.Activity.ElapsedSeconds!.Value).ToUniversalTime();
                    return ActivityItem.ToItem(
                        DemoUser.Id,
                        new Activity(sample.Activity)
                        {
                            Id = sample.Id,
                            CreatedAt = uploaded,
                            UpdatedAt = uploaded,
                            Version = 1,
                        },
                        index + 1
                    );
                }
            )
            .ToList();
        // One item of the transaction is the counter.
        if (items.Count >= DynamoDBLimits.TransactionItems)
            throw new InvalidOperationException("The samples no longer fit one transaction.");

        var counter = ChangeCounter.Create().Advance(items.Count, [], ActivityItem.MonthsOf(items), time.GetUtcNow()).ToItem(DemoUser.Id);
        try
        {
            await client.TransactWriteItemsAsync(
                new TransactWriteItemsRequest
                {
                    // The counter's condition: if another start or a user wrote first, their data is kept.
                    TransactItems = [Put(counter), .. items.Select(Put)],
                },
                cancellation
            );
            LogFilled(logger, table.Value, items.Count.ToString(CultureInfo.InvariantCulture));
        }
        catch (TransactionCanceledException exception)
            when (exception.CancellationReasons.Any(reason => reason.Code == "ConditionalCheckFailed"))
        {
            // The table is no longer empty, so it needs no samples.
        }
    }

    /// <summary>Adds the samples that the demo user does not have; existing ones are not changed.</summary>
    /// <returns>How many were added.</returns>
    /// <exception cref="StorageUnavailableException">The storage did not accept all of them.</exception>
    public async Task<int> AddMissingAsync(CancellationToken cancellation)
    {
        Write[] writes =
        [
            .. SampleActivities.All().Select(sample => Write.Add(sample.Id, sample.Activity, anew: true, unlessRecorded: false)),
        ];
        var results = await writer.RunAsync(DemoUser.Id, writes, cancellation);
        if (results.FirstOrDefault(result => result.Problem is not null)?.Problem is { } problem)
            throw new StorageUnavailableException(problem.Details.Detail!);
        return results.Count(result => result.Outcome == WriteOutcome.Created);
    }

    private TransactWriteItem Put(Dictionary<string, AttributeValue> item) =>
        new()
        {
            Put = new Put
            {
                TableName = table.Value,
                Item = item,
                ConditionExpression = "attribute_not_exists(#itemId)",
                ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#itemId"] = ItemAttributes.ItemId },
            },
        };

    [LoggerMessage(
        50,
        LogLevel.Information,
        "Table {Table} was empty; {Count} sample activities of the demo user are in it now. Sample__Enabled=false turns this off."
    )]
    private static partial void LogFilled(ILogger logger, string table, string count);
}

internal static class SampleServices
{
    public static void AddSampleData(this WebApplicationBuilder builder) => builder.Services.AddSingleton<SampleData>();
}
