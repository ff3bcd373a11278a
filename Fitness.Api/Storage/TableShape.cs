using Amazon.DynamoDBv2;

namespace Fitness.Api.Storage;

/// <summary>A table's definition in a comparable form: the template's, or the actual table's. What the storage does not report is null.</summary>
/// <param name="Key">The primary key, such as <c>userId HASH S + itemId RANGE S</c>.</param>
/// <param name="Indexes">The indexes by name.</param>
/// <param name="TimeToLive">The attribute that holds an item's expiry time, or <c>off</c>.</param>
/// <param name="Billing"><c>PAY_PER_REQUEST</c> or <c>PROVISIONED</c>.</param>
/// <param name="PointInTimeRecovery">Whether the table can be restored to any second of the last days.</param>
/// <param name="Encryption">Whether it is encrypted with a key of the account in AWS KMS.</param>
/// <param name="DeletionProtection">Whether DynamoDB refuses to delete it.</param>
/// <param name="Class">The table class.</param>
internal sealed record TableShape(
    string Key,
    SortedDictionary<string, IndexShape> Indexes,
    string TimeToLive,
    string Billing,
    bool? PointInTimeRecovery,
    bool? Encryption,
    bool? DeletionProtection,
    string? Class
)
{
    /// <summary>The class of a table that does not name one.</summary>
    public const string DefaultClass = "STANDARD";

    /// <summary>The value of <see cref="TimeToLive"/> if it is disabled.</summary>
    public const string NoTimeToLive = "off";

    /// <summary>Every difference in what the service depends on: key, indexes, projection and time to live; one phrase each.</summary>
    public IReadOnlyList<string> EssentialDifferencesFrom(TableShape definition)
    {
        var differences = new List<string>();
        Compare(differences, "key", definition.Key, Key);
        foreach (var (name, index) in definition.Indexes)
        {
            if (!Indexes.TryGetValue(name, out var other))
            {
                differences.Add($"index {name} is missing");
                continue;
            }
            Compare(differences, $"kind of index {name}", index.Kind, other.Kind);
            Compare(differences, $"key of index {name}", index.Key, other.Key);
            Compare(differences, $"projection of index {name}", index.Projection, other.Projection);
        }
        differences.AddRange(
            Indexes.Keys.Except(definition.Indexes.Keys, StringComparer.Ordinal).Select(name => $"index {name} is not in the definition")
        );
        Compare(differences, "time to live", definition.TimeToLive, TimeToLive);
        return differences;
    }

    /// <summary>Every difference. What the storage does not report counts as equal.</summary>
    public IReadOnlyList<string> DifferencesFrom(TableShape definition)
    {
        var differences = new List<string>(EssentialDifferencesFrom(definition));
        Compare(differences, "billing", definition.Billing, Billing);
        Compare(differences, "point-in-time recovery", Switch(definition.PointInTimeRecovery), Switch(PointInTimeRecovery));
        Compare(differences, "encryption with a key in AWS KMS", Switch(definition.Encryption), Switch(Encryption));
        Compare(differences, "deletion protection", Switch(definition.DeletionProtection), Switch(DeletionProtection));
        Compare(differences, "class", definition.Class, Class);
        return differences;

        static string? Switch(bool? value) =>
            value switch
            {
                null => null,
                true => "on",
                false => "off",
            };
    }

    private static void Compare(List<string> differences, string what, string? expected, string? actual)
    {
        if (actual is not null && !string.Equals(expected, actual, StringComparison.Ordinal))
            differences.Add($"{what} is '{actual}', not '{expected}'");
    }
}

/// <summary>A secondary index.</summary>
/// <param name="Kind"><c>local</c> or <c>global</c>.</param>
/// <param name="Key">Its key, such as <c>userId HASH S + startKey RANGE S</c>.</param>
/// <param name="Projection">The projection type, with the attributes of <c>INCLUDE</c> in order.</param>
internal sealed record IndexShape(string Kind, string Key, string Projection)
{
    public const string Local = "local";
    public const string Global = "global";

    /// <summary>Whether the index itself has these attributes, none of which is a key.</summary>
    public bool Holds(IReadOnlyCollection<string> attributes)
    {
        var parts = Projection.Split(' ');
        return parts[0] == ProjectionType.ALL.Value || attributes.All(name => Array.IndexOf(parts, name, 1) > 0);
    }
}
