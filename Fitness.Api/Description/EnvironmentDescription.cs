using Fitness.Api.Callers;
using Fitness.Api.Settings;

namespace Fitness.Api.Description;

/// <summary>What a running Fitness says of itself.</summary>
/// <param name="Environment">Development, Test or Production.</param>
/// <param name="Build">What was built.</param>
/// <param name="Image">The image that runs, by digest; null where no image does.</param>
/// <param name="Engine"><c>embedded</c>, <c>local</c> or <c>regional</c>.</param>
/// <param name="Region">The AWS region, or the one that a local engine is told.</param>
/// <param name="Table">The table's name.</param>
internal sealed record EnvironmentDescription(string Environment, BuildDescription Build, string? Image, string Engine, string Region, string Table)
{
    public static EnvironmentDescription Of(FitnessSettings settings) => new(
        settings.Environment,
        BuildDescription.OfThisProgram,
        settings.Image,
        settings.UsesEmbeddedEngine ? "embedded" : settings.Endpoint is null ? "regional" : "local",
        settings.Region,
        settings.Table);
}

internal static class DescriptionApi
{
    /// <summary>Maps the environment description: open in Development, for operators alone elsewhere.</summary>
    public static void MapDescription(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<FitnessSettings>();
        var description = EnvironmentDescription.Of(settings);
        var route = app.MapGet(ServiceAddress.EnvironmentDescription, () => TypedResults.Ok(description)).ExcludeFromDescription();
        if (!settings.IsDevelopment) route.RequireAuthorization(Caller.OperatorPolicy);
    }
}
