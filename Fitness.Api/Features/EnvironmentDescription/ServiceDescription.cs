using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fitness.Api.Settings;
using Fitness.Api.Storage;
using Fitness.Api.Web.Authentication;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>What a file can say of the service that wrote it.</summary>
public interface IServiceDescription
{
    /// <summary>The version, such as <c>1.0</c>.</summary>
    public string Version { get; }

    /// <summary>The commit's hash; null if it was not built from a repository.</summary>
    public string? Commit { get; }

    /// <summary>The environment description for a caller who may read it, otherwise its summary without the caller's id.</summary>
    public Task<JsonNode> DescribeAsync(ClaimsPrincipal user, CancellationToken cancellation);
}

internal sealed class ServiceDescription(EnvironmentReader reader, FitnessSettings settings, IServiceProvider services)
    : IServiceDescription
{
    public string Version => BuildDescription.OfThisProgram.Version;

    public string? Commit => BuildDescription.OfThisProgram.Commit;

    public async Task<JsonNode> DescribeAsync(ClaimsPrincipal user, CancellationToken cancellation) =>
        user.MayOperate(settings)
            ? JsonSerializer.SerializeToNode(await reader.DescribeAsync(cancellation), EnvironmentJson.Default.EnvironmentDescription)!
            : JsonSerializer.SerializeToNode(
                // The inspector is resolved only here, because the embedded engine has no address until it has started.
                EnvironmentSummary.For(user, settings, services.GetRequiredService<TableInspector>()) with
                {
                    User = null,
                },
                EnvironmentJson.Default.EnvironmentSummary
            )!;
}
