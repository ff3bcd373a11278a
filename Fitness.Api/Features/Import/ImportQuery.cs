using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fitness.Api.Web.Json;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Requests;

namespace Fitness.Api.Features.Import;

/// <summary>What to do with a recording that is stored already, as another exporter wrote it.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DuplicateHandling>))]
public enum DuplicateHandling
{
    /// <summary>It is not stored; the result names the activity that is there.</summary>
    Skip,

    /// <summary>It is stored, as an activity of its own.</summary>
    Store,
}

/// <summary>How to read a file.</summary>
public sealed record ImportQuery : IValidatableObject, IInput<ImportQuery>
{
    // Names are paths under the time zone database's folder, and none may leave it.
    private const string ZoneName = @"^[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+){0,2}$";
    private const string ZoneRule = "The time zone must be a name of the IANA database, such as Europe/Berlin.";

    // Of the same folder, but no names of zones.
    private static readonly string[] OtherFolders = ["posix/", "right/"];

    /// <summary>The IANA name of the time zone in which the activity began, for its local UTC offset; UTC unless given. GPX and TCX files hold UTC times only; a FIT file that also says the local time needs none.</summary>
    [RegularExpression(ZoneName, ErrorMessage = ZoneRule)]
    [DefaultValue("UTC")]
    [ParameterExample("Europe/Berlin")]
    public string? Timezone { get; init; }

    /// <summary>The time zone, or null when there is none of that name.</summary>
    internal TimeZoneInfo? Zone =>
        Timezone is null ? TimeZoneInfo.Utc
        : !OtherFolders.Any(folder => Timezone.StartsWith(folder, StringComparison.Ordinal))
        && TimeZoneInfo.TryFindSystemTimeZoneById(Timezone, out var zone)
        && zone.HasIanaId
            ? zone
        : null;

    /// <summary>What to do with a recording that is stored already, but came in other bytes; it is left out unless given.</summary>
    [ParameterExample("store")]
    [DefaultValue(DuplicateHandling.Skip)]
    public DuplicateHandling? Duplicates { get; init; }

    static JsonTypeInfo<ImportQuery> IInput<ImportQuery>.JsonType => ImportJson.Default.ImportQuery;

    /// <summary>Checks the rule that the pattern cannot express.</summary>
    /// <param name="validationContext">Not used.</param>
    /// <returns>A result when the time zone is unknown.</returns>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Zone is null)
            yield return new ValidationResult(ZoneRule, ["timezone"]);
    }
}
