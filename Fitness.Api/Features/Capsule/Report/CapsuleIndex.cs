using System.Text.Json.Serialization;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>What a capsule is: its first file, <c>capsule.json</c>.</summary>
/// <param name="Format">The version of the form of all of its files.</param>
/// <param name="Title">What is wrong, as the reporter wrote it.</param>
/// <param name="Note">More of it; absent without.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Version">The service's version.</param>
/// <param name="Commit">The commit it was built from; absent if it was not built from a repository.</param>
/// <param name="Image">The running image by digest; absent if it did not run from one.</param>
/// <param name="Environment">Development, Test or Production.</param>
/// <param name="Users">Whose data it has, by pseudonyms.</param>
/// <param name="Change">The number of the user's last change that is in the table's items; of several users, the largest.</param>
/// <param name="Masked">What was hidden, a sentence each, and which answers that can change.</param>
/// <param name="Files">The other files.</param>
/// <param name="Redacted">The secrets that were found and replaced; absent if there were none.</param>
/// <param name="By">Who captured it; absent in a report.</param>
public sealed record CapsuleIndex(
    int Format,
    string Title,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note,
    DateTimeOffset CreatedAt,
    string Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Commit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Image,
    string Environment,
    IReadOnlyList<string> Users,
    long Change,
    IReadOnlyList<string> Masked,
    IReadOnlyList<CapsulePart> Files,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RedactedSecret>? Redacted = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? By = null
)
{
    /// <summary>The version of the form that this program writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>A file of a capsule.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256 in hexadecimal.</param>
public sealed record CapsulePart(string Name, long Bytes, string Sha256);

/// <summary>Secrets of a kind that were found in a file of a capsule, and replaced.</summary>
/// <param name="File">The file.</param>
/// <param name="Kind">The kind, which stands in their place.</param>
/// <param name="Count">How many there were.</param>
public sealed record RedactedSecret(string File, string Kind, int Count);
