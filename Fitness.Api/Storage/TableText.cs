using Amazon.DynamoDBv2.Model;

namespace Fitness.Api.Storage;

/// <summary>Keys and projections as text, in the form of <see cref="TableShape"/>.</summary>
internal static class TableText
{
    public static string Key(List<KeySchemaElement> keys, List<AttributeDefinition>? attributes) =>
        string.Join(
            " + ",
            keys.Select(key =>
                $"{key.AttributeName} {key.KeyType.Value} {(attributes ?? []).FirstOrDefault(attribute => attribute.AttributeName == key.AttributeName)?.AttributeType.Value ?? "?"}"
            )
        );

    public static IndexShape Index(
        string kind,
        List<KeySchemaElement> keys,
        Projection projection,
        List<AttributeDefinition>? attributes
    ) =>
        new(
            kind,
            Key(keys, attributes),
            string.Join(' ', [projection.ProjectionType.Value, .. (projection.NonKeyAttributes ?? []).Order(StringComparer.Ordinal)])
        );
}
