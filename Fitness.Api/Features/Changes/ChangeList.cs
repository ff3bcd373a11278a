using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fitness.Api.Features.Activities;
using Fitness.Api.Web.Json;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Requests;

namespace Fitness.Api.Features.Changes;

/// <summary>What became of an activity.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ChangeKind>))]
public enum ChangeKind
{
    /// <summary>It was created or changed.</summary>
    Upsert,

    /// <summary>It was deleted.</summary>
    Delete,
}

/// <summary>The last change of one activity.</summary>
/// <param name="Id">The activity's id.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="Activity">The activity as it is; absent when it was deleted.</param>
public sealed record Change(
    string Id,
    ChangeKind Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Activity? Activity = null
);

/// <summary>A page of changes.</summary>
/// <param name="Changes">The changes, in the order in which they were made. An activity that changed again later comes only there.</param>
/// <param name="NextToken">What to send as <c>token</c> for what comes after; good for 90 days.</param>
/// <param name="HasMore">Whether there is more to read at once.</param>
public sealed record ChangeList(IReadOnlyList<Change> Changes, string NextToken, bool HasMore);

/// <summary>Where to go on reading changes.</summary>
public sealed record ChangesQuery : IInput<ChangesQuery>
{
    internal const int DefaultLimit = 200;

    internal const string Latest = "latest";

    /// <summary>The previous page's <c>nextToken</c>; without it, everything from the beginning; <c>latest</c>: nothing but the token for what changes from now on.</summary>
    [ParameterExample("c2Zjb3VudGVyIzQyIzIwMjYtMTEtMDE")]
    public string? Token { get; init; }

    /// <summary>Changes a page, 1 to 200; 200 unless given.</summary>
    [Range(1, 200)]
    [DefaultValue(DefaultLimit)]
    [ParameterExample(200)]
    public int? Limit { get; init; }

    static JsonTypeInfo<ChangesQuery> IInput<ChangesQuery>.JsonType => ChangesJson.Default.ChangesQuery;
}
