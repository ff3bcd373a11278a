using System.Text;
using System.Text.Json.Nodes;

namespace Fitness.Tests.Support;

/// <summary>
/// The write units that DynamoDB counts for an item that a transaction writes to the table of the template. A unit is up to 1 KB; the larger of
/// the item before and after counts. The item itself costs twice, because of the transaction; an entry of an index costs what it costs without one:
/// nothing if it stays as it is, and two entries if its key changes
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html#LSI.ThroughputConsiderations.Writes).
/// </summary>
public static class WriteUnits
{
    private const int UnitBytes = 1024;
    private const int InTransaction = 2;

    private static readonly Index[] Indexes = ReadIndexes();

    /// <summary>The units of an item that becomes another.</summary>
    /// <param name="before">The item as DynamoDB's JSON; null if there was none.</param>
    /// <param name="after">The item as it is to be; null if it is deleted.</param>
    public static int Of(JsonObject? before, JsonObject? after) =>
        (InTransaction * Math.Max(UnitsOf(before), UnitsOf(after))) + Indexes.Sum(index => index.UnitsOf(before, after));

    private static int UnitsOf(JsonObject? item) => item is null ? 0 : (item.Sum(SizeOf) + UnitBytes - 1) / UnitBytes;

    private static int SizeOf(KeyValuePair<string, JsonNode?> attribute)
    {
        var (type, value) = attribute.Value!.AsObject().Single();
        var text = value!.ToString();
        return Encoding.UTF8.GetByteCount(attribute.Key)
            + type switch
            {
                "N" => ((text.Count(char.IsAsciiDigit) + 1) / 2) + 1,
                "B" => Convert.FromBase64String(text).Length,
                "S" => Encoding.UTF8.GetByteCount(text),
                _ => 1,
            };
    }

    private static Index[] ReadIndexes()
    {
        var template = JsonNode.Parse(File.ReadAllText(Repository.PathOf("deploy", "resources.template.json")))!;
        var table = template["Resources"]!["ActivitiesTable"]!["Properties"]!;
        var tableKey = Names(table["KeySchema"]!);
        return
        [
            .. table["LocalSecondaryIndexes"]!
                .AsArray()
                .Select(index => new Index(
                    Names(index!["KeySchema"]!)[1],
                    index["Projection"]!["NonKeyAttributes"] is { } projected
                        ? [.. tableKey, .. Names(index["KeySchema"]!), .. projected.AsArray().Select(name => (string)name!)]
                        : null
                )),
        ];

        static string[] Names(JsonNode schema) => [.. schema.AsArray().Select(part => (string)part!["AttributeName"]!)];
    }

    /// <param name="Key">The sort key; an item without it has no entry.</param>
    /// <param name="Attributes">The attributes in an entry; null if it has all.</param>
    private sealed record Index(string Key, string[]? Attributes)
    {
        public int UnitsOf(JsonObject? before, JsonObject? after)
        {
            var (old, entry) = (EntryOf(before), EntryOf(after));
            return old is null || entry is null || !JsonNode.DeepEquals(old[Key], entry[Key])
                    ? WriteUnits.UnitsOf(old) + WriteUnits.UnitsOf(entry)
                : JsonNode.DeepEquals(old, entry) ? 0
                : Math.Max(WriteUnits.UnitsOf(old), WriteUnits.UnitsOf(entry));
        }

        private JsonObject? EntryOf(JsonObject? item) =>
            item?.ContainsKey(Key) != true ? null
            : Attributes is null ? item
            : new JsonObject(
                item.Where(attribute => Attributes.Contains(attribute.Key))
                    .Select(attribute => KeyValuePair.Create(attribute.Key, attribute.Value?.DeepClone()))
            );
    }
}
