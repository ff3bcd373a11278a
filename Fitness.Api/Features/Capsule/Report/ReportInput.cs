using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fitness.Api.Web.Requests;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>What somebody says of a fault.</summary>
public sealed record ReportInput : IValidatableObject, IInput<ReportInput>
{
    /// <summary>The most files.</summary>
    internal const int MaxUploads = 5;

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

    /// <summary>Files that were uploaded in the recorded requests, at most 5, if they are to be in the report: a track can lead home. The preview lists the uploads; what is none of them is refused.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[][]? Uploads { get; set; }

    /// <summary>Checks how many files there are.</summary>
    /// <param name="validationContext">Not used.</param>
    /// <returns>What is wrong.</returns>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Uploads?.Length > MaxUploads)
            yield return new ValidationResult($"There must be at most {MaxUploads} files.", ["uploads"]);
        else if (Uploads?.Contains(null) == true)
            yield return new ValidationResult("A file must be a text in Base64.", ["uploads"]);
    }

    static JsonTypeInfo<ReportInput> IInput<ReportInput>.JsonType => ReportJson.Default.ReportInput;
}

/// <summary>What a report would have in it now.</summary>
/// <param name="Requests">How many of the last requests.</param>
/// <param name="Items">How many items of the table.</param>
/// <param name="IsRecorded">Whether requests are recorded.</param>
/// <param name="Uploads">Files that were uploaded in the requests. They are in a report only if the caller sends them again.</param>
/// <param name="Contents">What is in a report, and what is not, a sentence each.</param>
/// <param name="Readers">Who can read it.</param>
/// <param name="Since">When the first of the requests came; absent if there is none.</param>
public sealed record ReportPreview(
    int Requests,
    int Items,
    bool IsRecorded,
    IReadOnlyList<ReportUpload> Uploads,
    IReadOnlyList<string> Contents,
    string Readers,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Since = null
);

/// <summary>A file that was uploaded.</summary>
/// <param name="At">When.</param>
/// <param name="MediaType">Its media type, as the request said it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256 in hexadecimal.</param>
public sealed record ReportUpload(DateTimeOffset At, string MediaType, long Bytes, string Sha256);
