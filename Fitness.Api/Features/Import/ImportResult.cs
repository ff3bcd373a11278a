using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

/// <summary>What became of a file.</summary>
/// <param name="Results">One for each recording in the file, in its order.</param>
public sealed record ImportResponse(ImportResult[] Results);

/// <summary>What became of a recording.</summary>
/// <param name="Id">The activity's id, made from the file's bytes.</param>
/// <param name="Status">201 if the activity is new, 200 if it was there already; it is then as it was.</param>
/// <param name="Activity">The activity that is stored.</param>
/// <param name="Warnings">What the file has, but what was left out; empty if nothing was.</param>
public sealed record ImportResult(string Id, int Status, Activity Activity, ImportWarning[] Warnings);
