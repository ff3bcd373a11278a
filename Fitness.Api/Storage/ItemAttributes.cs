using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2.Model;

namespace Fitness.Api.Storage;

/// <summary>The attributes that items have in common, and typed access to the others. A null value is not stored.</summary>
internal static class ItemAttributes
{
    public const string UserId = "userId";
    public const string ItemId = "itemId";

    /// <summary>Unix time in seconds at which the item expires; DynamoDB deletes it later, so readers must check it themselves.</summary>
    public const string ExpiresAt = "expiresAt";

    public static void Put(this Item item, string name, string? value)
    {
        if (value is not null)
            item[name] = new AttributeValue(value);
    }

    public static void Put(this Item item, string name, decimal? value)
    {
        if (value is { } number)
            item[name] = new AttributeValue { N = number.ToString(CultureInfo.InvariantCulture) };
    }

    public static void Put(this Item item, string name, DateTimeOffset? value)
    {
        if (value is { } time)
            item[name] = new AttributeValue(time.ToString("O", CultureInfo.InvariantCulture));
    }

    public static string? Text(this Item item, string name) => item.TryGetValue(name, out var value) ? value.S : null;

    public static decimal? Number(this Item item, string name) =>
        item.TryGetValue(name, out var value) ? decimal.Parse(value.N, NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    public static int? Int(this Item item, string name) => (int?)item.Number(name);

    public static DateTimeOffset? Time(this Item item, string name) =>
        item.TryGetValue(name, out var value) ? DateTimeOffset.ParseExact(value.S, "O", CultureInfo.InvariantCulture) : null;

    /// <summary>Whether the item has expired, even if DynamoDB has not deleted it yet.</summary>
    public static bool IsExpired(this Item item, DateTimeOffset now) => item.Number(ExpiresAt) <= now.ToUnixTimeSeconds();

    /// <summary>The size of the item, in bytes, as DynamoDB counts it; for items of texts, numbers, bytes and truth values.</summary>
    public static int Bytes(this Item item) =>
        item.Sum(attribute =>
            Encoding.UTF8.GetByteCount(attribute.Key)
            + (
                attribute.Value.B is { } bytes
                    ? (int)bytes.Length
                    : Encoding.UTF8.GetByteCount(attribute.Value.S ?? attribute.Value.N ?? "?")
            )
        );
}
