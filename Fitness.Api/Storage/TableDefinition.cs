using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Fitness.Api.Storage;

/// <summary>The table as defined in <c>deploy/resources.template.json</c>. Nothing else in the service reads that template.</summary>
internal sealed class TableDefinition
{
    private const string TemplateName = "resources.template.json";
    private const string ResourceName = "ActivitiesTable";

    private TableDefinition(JsonElement template)
    {
        var properties = template.GetProperty("Resources").GetProperty(ResourceName).GetProperty("Properties");
        Attributes =
        [
            .. properties
                .GetProperty("AttributeDefinitions")
                .EnumerateArray()
                .Select(attribute => new AttributeDefinition(
                    Text(attribute, "AttributeName"),
                    ScalarAttributeType.FindValue(Text(attribute, "AttributeType"))
                )),
        ];
        Keys = ReadKeys(properties);
        LocalIndexes =
        [
            .. properties
                .GetProperty("LocalSecondaryIndexes")
                .EnumerateArray()
                .Select(index => new LocalSecondaryIndex
                {
                    IndexName = Text(index, "IndexName"),
                    KeySchema = ReadKeys(index),
                    Projection = ReadProjection(index.GetProperty("Projection")),
                }),
        ];
        BillingMode = BillingMode.FindValue(Text(properties, "BillingMode"));
        TimeToLive = Text(properties.GetProperty("TimeToLiveSpecification"), "AttributeName");
        PointInTimeRecovery = properties
            .GetProperty("PointInTimeRecoverySpecification")
            .GetProperty("PointInTimeRecoveryEnabled")
            .GetBoolean();
        Encryption = properties.GetProperty("SSESpecification").GetProperty("SSEEnabled").GetBoolean();
        var indexes = new SortedDictionary<string, IndexShape>(StringComparer.Ordinal);
        foreach (var index in LocalIndexes)
            indexes[index.IndexName] = TableText.Index(IndexShape.Local, index.KeySchema, index.Projection, Attributes);
        Shape = new TableShape(
            TableText.Key(Keys, Attributes),
            indexes,
            TimeToLive,
            BillingMode.Value,
            PointInTimeRecovery,
            Encryption,
            ReadDeletionProtection(template, properties),
            properties.TryGetProperty("TableClass", out var tableClass) ? tableClass.GetString() : TableShape.DefaultClass
        );
    }

    public List<AttributeDefinition> Attributes { get; }

    public List<KeySchemaElement> Keys { get; }

    public List<LocalSecondaryIndex> LocalIndexes { get; }

    public BillingMode BillingMode { get; }

    /// <summary>The attribute that holds an item's expiry time.</summary>
    public string TimeToLive { get; }

    public bool PointInTimeRecovery { get; }

    public bool Encryption { get; }

    /// <summary>The whole definition, for comparison with the actual table.</summary>
    public TableShape Shape { get; }

    /// <summary>Reads the definition that is embedded in the assembly.</summary>
    public static TableDefinition Load()
    {
        using var stream = typeof(TableDefinition).Assembly.GetManifestResourceStream(TemplateName)!;
        using var template = JsonDocument.Parse(stream);
        return new TableDefinition(template.RootElement);
    }

    /// <summary>The template sets it through a parameter; the parameter's default is used.</summary>
    private static bool ReadDeletionProtection(JsonElement template, JsonElement properties) =>
        Text(template.GetProperty("Parameters").GetProperty(Text(properties.GetProperty("DeletionProtectionEnabled"), "Ref")), "Default")
        == "true";

    private static List<KeySchemaElement> ReadKeys(JsonElement owner) =>
        [
            .. owner
                .GetProperty("KeySchema")
                .EnumerateArray()
                .Select(key => new KeySchemaElement(Text(key, "AttributeName"), KeyType.FindValue(Text(key, "KeyType")))),
        ];

    private static Projection ReadProjection(JsonElement projection) =>
        new()
        {
            ProjectionType = ProjectionType.FindValue(Text(projection, "ProjectionType")),
            NonKeyAttributes = projection.TryGetProperty("NonKeyAttributes", out var names)
                ? [.. names.EnumerateArray().Select(name => name.GetString()!)]
                : null,
        };

    private static string Text(JsonElement owner, string name) => owner.GetProperty(name).GetString()!;
}
