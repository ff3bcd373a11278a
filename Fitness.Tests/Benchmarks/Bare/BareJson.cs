using System.Text.Json.Serialization;

namespace Fitness.Bare;

/// <summary>The answer of the story's service.</summary>
internal sealed record BareReading(
    [property: JsonPropertyName("activity_id")] string ActivityId,
    [property: JsonPropertyName("user_id")] string UserId,
    [property: JsonPropertyName("date")] string Date
);

/// <summary>What a client says of an activity.</summary>
internal sealed record BareInput(string Sport, DateTimeOffset Start, int ElapsedSeconds, decimal? DistanceMeters, string? Name);

/// <summary>An activity as the table has it.</summary>
internal sealed record BareActivity(string Id, string Sport, string Start, int ElapsedSeconds, decimal? DistanceMeters, string? Name);

/// <summary>The totals of a month.</summary>
internal sealed record BareTotals(string Month, int Count, int ElapsedSeconds, decimal DistanceMeters);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BareReading))]
[JsonSerializable(typeof(BareInput))]
[JsonSerializable(typeof(List<BareActivity>))]
[JsonSerializable(typeof(List<BareTotals>))]
internal sealed partial class BareJson : JsonSerializerContext;
