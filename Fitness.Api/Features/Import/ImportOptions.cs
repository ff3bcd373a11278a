using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Features.Import;

/// <summary>Settings of the imports, section <c>Import</c>. An import counts from its first byte until its file is read.</summary>
internal sealed class ImportOptions
{
    public const string Section = "Import";

    /// <summary>Imports of one user at once, 1 to 1,000; each process counts for itself. One more is refused with 429.</summary>
    [Range(1, 1000)]
    public int PerUser { get; set; } = 2;

    /// <summary>Imports of all users at once, 1 to 1,000; each process counts for itself. One more is refused with 503. Each takes up to 20 MB of memory.</summary>
    [Range(1, 1000)]
    public int InAll { get; set; } = 16;
}

[OptionsValidator]
internal sealed partial class ImportOptionsValidator : IValidateOptions<ImportOptions>;
