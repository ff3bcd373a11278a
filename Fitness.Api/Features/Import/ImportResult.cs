using System.Text.Json.Serialization;
using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

/// <summary>What became of a file.</summary>
/// <param name="Results">One for each recording in the file, in its order.</param>
public sealed record ImportResponse(ImportResult[] Results);

/// <summary>What became of a recording.</summary>
/// <param name="Id">The activity's id; a new one's is made from the file's bytes.</param>
/// <param name="Status">201 if the activity is new, 200 if it was there already; it is then as it was.</param>
/// <param name="Activity">The activity that is stored.</param>
/// <param name="Warnings">What the file has, but what was left out; empty if nothing was.</param>
/// <param name="DuplicateOf">
/// The id of the activity that is there and is the same recording in other bytes, so that nothing was stored: the same sport, start, duration and
/// distance, but for roundings. Absent otherwise.
/// </param>
public sealed record ImportResult(
    string Id,
    int Status,
    Activity Activity,
    ImportWarning[] Warnings,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DuplicateOf = null
);
