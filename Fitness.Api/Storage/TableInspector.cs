using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Fitness.Api.Storage;

/// <summary>Compares the table that is there with the definition.</summary>
internal sealed class TableInspector(IAmazonDynamoDB client, TableName table, TableDefinition definition)
{
    /// <summary>Every difference in key, indexes, projection and time to live, as a sentence that names it; empty when there is none.</summary>
    /// <exception cref="ResourceNotFoundException">There is no table.</exception>
    public async Task<IReadOnlyList<string>> FindDifferencesAsync(CancellationToken cancellation)
    {
        var found = (await client.DescribeTableAsync(table.Value, cancellation)).Table;
        var timeToLive = (await client.DescribeTimeToLiveAsync(new DescribeTimeToLiveRequest { TableName = table.Value }, cancellation)).TimeToLiveDescription;
        var differences = new List<string>();
        Compare("key", Keys(definition.Keys), Keys(found.KeySchema));
        var foundIndexes = (found.LocalSecondaryIndexes ?? []).ToDictionary(index => index.IndexName, StringComparer.Ordinal);
        foreach (var index in definition.LocalIndexes)
        {
            if (!foundIndexes.Remove(index.IndexName, out var other))
            {
                differences.Add($"index {index.IndexName} is missing");
                continue;
            }
            Compare($"key of index {index.IndexName}", Keys(index.KeySchema), Keys(other.KeySchema));
            Compare($"projection of index {index.IndexName}", Projection(index.Projection), Projection(other.Projection));
        }
        differences.AddRange(foundIndexes.Keys.Concat((found.GlobalSecondaryIndexes ?? []).Select(index => index.IndexName)).Select(name => $"index {name} is not in the definition"));
        var enabled = timeToLive?.TimeToLiveStatus is { } status && (status == TimeToLiveStatus.ENABLED || status == TimeToLiveStatus.ENABLING);
        Compare("time to live", definition.TimeToLive, enabled ? timeToLive!.AttributeName : "off");
        return differences;

        static string Projection(Projection projection) =>
            string.Join(' ', [projection.ProjectionType.Value, .. (projection.NonKeyAttributes ?? []).Order(StringComparer.Ordinal)]);

        string Keys(List<KeySchemaElement> keys) => string.Join(" + ", keys.Select(key =>
            $"{key.AttributeName} {key.KeyType.Value} {found.AttributeDefinitions.Concat(definition.Attributes).First(attribute => attribute.AttributeName == key.AttributeName).AttributeType.Value}"));

        void Compare(string what, string expected, string actual)
        {
            if (!string.Equals(expected, actual, StringComparison.Ordinal)) differences.Add($"{what} is '{actual}', not '{expected}'");
        }
    }
}
