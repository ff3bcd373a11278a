using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fitness.Api.Features.Activities;
using Fitness.Api.Web.Requests;
using Microsoft.AspNetCore.Mvc;

namespace Fitness.Api.Features.Batch;

/// <summary>One activity of a batch, created or replaced as by <c>PUT /v1/activities/{id}</c>.</summary>
public sealed record BatchItem : ActivityInput, IInput<BatchItem>
{
    internal const string IfMatchField = "ifMatch";
    internal const string IfNoneMatchField = "ifNoneMatch";

    /// <summary>For the serializer.</summary>
    public BatchItem() { }

    internal BatchItem(ActivityInput input)
        : base(input) { }

    /// <summary>The activity's id, made by the client; a UUID version 7 is recommended.</summary>
    [Required]
    [RegularExpression(ActivityId.Pattern, ErrorMessage = ActivityId.Rule)]
    [JsonPropertyOrder(-1)]
    public string? Id { get; init; }

    /// <summary>The <c>etag</c> of the version to replace, or <c>*</c> for any; wanted only to replace an activity by other values.</summary>
    [JsonPropertyName(IfMatchField)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IfMatch { get; init; }

    /// <summary><c>*</c> when there must be no activity yet; one that was deleted is then created anew.</summary>
    [JsonPropertyName(IfNoneMatchField)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IfNoneMatch { get; init; }

    static JsonTypeInfo<BatchItem> IInput<BatchItem>.JsonType => BatchJson.Default.BatchItem;
}

/// <summary>Up to 100 activities to create or replace.</summary>
/// <param name="Items">The activities, each id once.</param>
public sealed record BatchInput(IReadOnlyList<BatchItem> Items)
{
    internal const int MaxItems = 100;
}

/// <summary>What became of one activity of a batch.</summary>
/// <param name="Id">The id as it was sent; null where there was none.</param>
/// <param name="Status">The status that <c>PUT</c> would have answered.</param>
/// <param name="Activity">The activity as it is stored; absent when it was refused.</param>
/// <param name="Problem">Why it was refused; absent otherwise.</param>
public sealed record BatchItemResult(
    string? Id,
    int Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Activity? Activity = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProblemDetails? Problem = null
);

/// <summary>What became of a batch.</summary>
/// <param name="Results">One result for each activity, in the order in which they were sent.</param>
public sealed record BatchResult(IReadOnlyList<BatchItemResult> Results);
