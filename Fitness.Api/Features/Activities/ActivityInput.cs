using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fitness.Api.Web.Requests;

namespace Fitness.Api.Features.Activities;

/// <summary>What a client says of an activity. A member without a value is absent; in a request, null is the same. Absent is not zero.</summary>
// Every property has a setter: ItemMapper stores it under its JSON name and sets it from there.
public record ActivityInput : IValidatableObject, IInput<ActivityInput>
{
    internal const int LowestHeartRate = 20;
    internal const int HighestHeartRate = 300;
    internal const int MaxName = 200;
    internal const int MaxDevice = 100;
    internal const int MaxNotes = 10_000;
    internal const int MaxSeconds = 31 * 24 * 60 * 60;
    internal const double MaxMeters = 10_000_000;
    internal const double MaxAscent = 100_000;
    internal const double MaxKilocalories = 100_000;
    internal const int MaxSteps = 1_000_000;
    private const string EarliestStart = "1970-01-01T00:00:00Z";
    private const string LatestStart = "2100-01-01T00:00:00Z";

    internal const string StartRule = $"The start must lie between {EarliestStart} and {LatestStart}.";

    /// <summary>The first civil date that an activity can have, in the westernmost UTC offset.</summary>
    internal static readonly DateOnly EarliestDate = new(1969, 12, 31);

    /// <summary>The last civil date that an activity can have, in the easternmost UTC offset.</summary>
    internal static readonly DateOnly LatestDate = new(2100, 1, 1);

    /// <summary>The type of the activity.</summary>
    [Required]
    public Sport? Sport { get; set; }

    /// <summary>A title, 1 to 200 characters.</summary>
    [StringLength(MaxName, MinimumLength = 1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; set; }

    /// <summary>When it began, with the local UTC offset; the civil date follows from it. From 1970 to 2099, RFC 3339, at most seven fractional digits.</summary>
    [Required]
    public DateTimeOffset? Start { get; set; }

    /// <summary>Seconds from start to end, pauses included; 0 to 2,678,400 (31 days).</summary>
    [Required]
    [Range(0, MaxSeconds)]
    public int? ElapsedSeconds { get; set; }

    /// <summary>Seconds in motion; at most the elapsed seconds.</summary>
    [Range(0, MaxSeconds)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MovingSeconds { get; set; }

    /// <summary>Metres covered; 0 to 10,000,000.</summary>
    [Range(0d, MaxMeters)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? DistanceMeters
    {
        get;
        set => field = Normalize(value);
    }

    /// <summary>Metres climbed; 0 to 100,000.</summary>
    [Range(0d, MaxAscent)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? ElevationGainMeters
    {
        get;
        set => field = Normalize(value);
    }

    /// <summary>Kilocalories burned; 0 to 100,000.</summary>
    [Range(0d, MaxKilocalories)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? EnergyKilocalories
    {
        get;
        set => field = Normalize(value);
    }

    /// <summary>Steps; 0 to 1,000,000.</summary>
    [Range(0, MaxSteps)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Steps { get; set; }

    /// <summary>Average heart rate in beats a minute; 20 to 300, at most the maximum.</summary>
    [Range(LowestHeartRate, HighestHeartRate)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? AverageHeartRate { get; set; }

    /// <summary>Maximum heart rate in beats a minute; 20 to 300.</summary>
    [Range(LowestHeartRate, HighestHeartRate)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxHeartRate { get; set; }

    /// <summary>Where the activity comes from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ActivitySource? Source { get; set; }

    /// <summary>The recording device, 1 to 100 characters.</summary>
    [StringLength(MaxDevice, MinimumLength = 1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Device { get; set; }

    /// <summary>Free text, at most 10,000 characters.</summary>
    [StringLength(MaxNotes)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Notes { get; set; }

    static JsonTypeInfo<ActivityInput> IInput<ActivityInput>.JsonType => ActivityJson.Default.ActivityInput;

    /// <summary>Checks the rules that involve several fields.</summary>
    /// <param name="validationContext">Not used.</param>
    /// <returns>A result for each broken rule, with the field's JSON name.</returns>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Start is { } start && !CanStart(start))
            yield return new ValidationResult(StartRule, ["start"]);
        if (MovingSeconds > ElapsedSeconds)
            yield return new ValidationResult("The moving seconds must be at most the elapsed seconds.", ["movingSeconds"]);
        if (AverageHeartRate > MaxHeartRate)
            yield return new ValidationResult("The average heart rate must be at most the maximum heart rate.", ["averageHeartRate"]);
    }

    /// <summary>Only the client's fields, for comparisons.</summary>
    /// <returns>A copy without the fields that the server adds.</returns>
    internal ActivityInput ToInput() => new(this);

    /// <summary>Whether both have the same values, including the start's offset: equal instants can have different offsets, and so different civil dates.</summary>
    internal bool HasSameValuesAs(ActivityInput other) =>
        ToInput() == other.ToInput() && (Start is not { } start || start.EqualsExact(other.Start!.Value));

    /// <summary>Whether an activity can begin at this instant.</summary>
    internal static bool CanStart(DateTimeOffset start) =>
        start >= DateTimeOffset.Parse(EarliestStart, null) && start < DateTimeOffset.Parse(LatestStart, null);

    /// <summary>1.50 is stored as 1.5, so that the first response, all later ones and comparisons have the same number.</summary>
    private static decimal? Normalize(decimal? value) => value / 1.0000000000000000000000000000m;
}
