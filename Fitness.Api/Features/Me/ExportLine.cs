using System.Text.Json;
using System.Text.Json.Serialization;
using Fitness.Api.Features.Activities;
using Fitness.Api.Storage;
using Fitness.Api.Web.Json;

namespace Fitness.Api.Features.Me;

/// <summary>What a line of an export is about.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ExportKind>))]
public enum ExportKind
{
    /// <summary>An activity.</summary>
    Activity,

    /// <summary>What remains of a deleted activity for devices that have not synced since.</summary>
    Tombstone,

    /// <summary>The first response to a request with an idempotency key.</summary>
    IdempotencyRecord,

    /// <summary>The change counter.</summary>
    ChangeCounter,
}

/// <summary>One item of an export; a field that the kind does not have is absent.</summary>
/// <param name="Kind">What the item is.</param>
/// <param name="Activity">The activity, or the first answer.</param>
/// <param name="Id">The deleted activity's id.</param>
/// <param name="DeletedAt">When it was deleted.</param>
/// <param name="Key">The idempotency key.</param>
/// <param name="ExpiresAt">When the item ends by itself.</param>
/// <param name="LastChange">How many changes there were.</param>
public sealed record ExportLine(
    ExportKind Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Activity? Activity = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? DeletedAt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? ExpiresAt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? LastChange = null
)
{
    internal static ExportLine FromItem(Item item)
    {
        DateTimeOffset? expiresAt = item.Number(ItemAttributes.ExpiresAt) is { } seconds
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;
        if (ActivityItem.IsLive(item))
            return new ExportLine(ExportKind.Activity, ActivityItem.ToActivity(item));
        var itemId = item[ItemAttributes.ItemId].S;
        if (ActivityKeys.IdempotencyKeyOf(itemId) is { } key)
            return new ExportLine(
                ExportKind.IdempotencyRecord,
                JsonSerializer.Deserialize(UserItems.ReadRecord(item).Response, MeJson.Default.Activity),
                Key: key,
                ExpiresAt: expiresAt
            );
        return itemId == ActivityKeys.ChangesItem
            ? new ExportLine(ExportKind.ChangeCounter, LastChange: ChangeCounter.FromItem(item).Last)
            : new ExportLine(
                ExportKind.Tombstone,
                Id: item[ActivityItem.Id].S,
                DeletedAt: item.Time(ActivityItem.DeletedAt),
                ExpiresAt: expiresAt
            );
    }
}
