using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization.Metadata;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Requests;

namespace Fitness.Api.Features.Activities;

/// <summary>The filters of a list.</summary>
public sealed record ActivityListQuery : IValidatableObject, IInput<ActivityListQuery>
{
    internal const int DefaultLimit = 50;

    /// <summary>Only activities that start later than this instant.</summary>
    [ParameterExample("2026-11-01T00:00:00+01:00")]
    public DateTimeOffset? After { get; init; }

    /// <summary>Only activities that start earlier than this instant.</summary>
    [ParameterExample("2026-12-01T00:00:00+01:00")]
    public DateTimeOffset? Before { get; init; }

    /// <summary>Only activities of this sport.</summary>
    [ParameterExample("running")]
    public Sport? Sport { get; init; }

    /// <summary>Activities a page, 1 to 200; 50 unless given.</summary>
    [Range(1, 200)]
    [DefaultValue(DefaultLimit)]
    [ParameterExample("50")]
    public int? Limit { get; init; }

    /// <summary>The previous page's <c>nextCursor</c>, with the same filters.</summary>
    [ParameterExample("WehoItAMFf5QfKg2MjAyNi0xMS0yMVQwODoyMDowMC4wMDAwMDAwWiM4Mg")]
    public string? Cursor { get; init; }

    static JsonTypeInfo<ActivityListQuery> IInput<ActivityListQuery>.JsonType => ActivityJson.Default.ActivityListQuery;

    /// <summary>Checks the rules that involve several parameters.</summary>
    /// <param name="validationContext">Not used.</param>
    /// <returns>A result for each broken rule, with the parameter's name.</returns>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (After >= Before)
            yield return new ValidationResult("The instant must be earlier than 'before'.", ["after"]);
    }
}
