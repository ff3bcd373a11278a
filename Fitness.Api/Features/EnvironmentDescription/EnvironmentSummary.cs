using System.Security.Claims;
using System.Text.Json.Serialization;
using Fitness.Api.Settings;
using Fitness.Api.Storage;
using Fitness.Api.Web.Authentication;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>
/// Which Fitness answers, and for whom. Environment, version and commit are public, because whoever looks at a service or reports a fault
/// has to know which one it is before he can sign in, or just when he cannot. They lead to no machine, no table and no person; the
/// contract, which is public as well, tells builds apart anyway. Everything else is for those who may read the whole environment description.
/// </summary>
/// <param name="Environment">`Development`, `Test` or `Production`.</param>
/// <param name="Version">The version, such as `1.0`.</param>
/// <param name="Dirty">Whether it was built with uncommitted changes, so that the commit does not tell all.</param>
/// <param name="TakesTokens">Whether callers are told apart by tokens; if not, every caller is the demo user.</param>
/// <param name="IsOperator">Whether the caller may read the whole environment description: everybody in Development, operators elsewhere.</param>
/// <param name="Commit">The commit's hash; absent if it was not built from a repository.</param>
/// <param name="User">The caller's id; absent without a token.</param>
/// <param name="Details">On what it runs; absent unless the caller may read the whole environment description.</param>
public sealed record EnvironmentSummary(
    string Environment,
    string Version,
    bool Dirty,
    bool TakesTokens,
    bool IsOperator,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Commit = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? User = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EnvironmentDetails? Details = null
)
{
    /// <summary>The summary for a caller. It asks nobody: neither the storage nor the issuer.</summary>
    internal static EnvironmentSummary For(ClaimsPrincipal user, FitnessSettings settings, TableInspector inspector)
    {
        var build = BuildDescription.OfThisProgram;
        var mayOperate = user.MayOperate(settings);
        return new EnvironmentSummary(
            settings.Environment,
            build.Version,
            build.Dirty,
            settings.ChecksTokens,
            mayOperate,
            build.Commit,
            user.TryGetUserId(out var userId) ? userId : null,
            mayOperate ? EnvironmentDetails.Of(settings, inspector) : null
        );
    }
}

/// <summary>On what a Fitness runs, for those who may read the whole environment description.</summary>
/// <param name="Region">The AWS region, or the name of one for a local engine.</param>
/// <param name="Table">The table's name.</param>
/// <param name="Engine">What answers the requests to the storage.</param>
/// <param name="TableProblems">How the table differs from its definition in what the service depends on, one phrase each, as it was last described: at the start, and at each `GET /health`.</param>
/// <param name="Image">The running image, by digest; absent if it does not run from one.</param>
/// <param name="Digest">The image's digest, such as `sha256:0123…`.</param>
public sealed record EnvironmentDetails(
    string Region,
    string Table,
    StorageEndpoint Engine,
    IReadOnlyList<string> TableProblems,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Image = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Digest = null
)
{
    internal static EnvironmentDetails Of(FitnessSettings settings, TableInspector inspector) =>
        new(
            settings.Region,
            settings.Table,
            StorageDescription.EndpointOf(settings),
            inspector.LastDifferences,
            settings.Image,
            settings.Image is { } reference ? ImageReference.DigestOf(reference) : null
        );
}
