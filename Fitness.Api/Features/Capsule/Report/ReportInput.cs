using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fitness.Api.Web.Requests;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>What somebody says of a fault.</summary>
public sealed record ReportInput : IInput<ReportInput>
{
    private const int MaxTitle = 200;
    private const int MaxNote = 10_000;

    /// <summary>What is wrong, in a line of 1 to 200 characters. It is in the report as it is written.</summary>
    [Required]
    [StringLength(MaxTitle, MinimumLength = 1)]
    public string? Title { get; set; }

    /// <summary>What was done, expected and seen instead, at most 10,000 characters. It is in the report as it is written.</summary>
    [StringLength(MaxNote)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; set; }

    static JsonTypeInfo<ReportInput> IInput<ReportInput>.JsonType => ReportJson.Default.ReportInput;
}

/// <summary>What a report would have in it now.</summary>
/// <param name="Requests">How many of the last requests.</param>
/// <param name="Since">When the first of them came; absent if there is none.</param>
/// <param name="Items">How many items of the table.</param>
/// <param name="IsRecorded">Whether requests are recorded.</param>
/// <param name="Contents">What is in a report, and what is not, a sentence each.</param>
/// <param name="Readers">Who can read it.</param>
public sealed record ReportPreview(
    int Requests,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Since,
    int Items,
    bool IsRecorded,
    IReadOnlyList<string> Contents,
    string Readers
);
