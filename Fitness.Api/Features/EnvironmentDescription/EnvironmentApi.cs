using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Fitness.Api.Settings;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.Json;

namespace Fitness.Api.Features.EnvironmentDescription;

internal static class EnvironmentApi
{
    private const string SchemaMediaType = "application/schema+json";

    public static void AddEnvironmentDescription(this WebApplicationBuilder builder)
    {
        builder.AddJson(EnvironmentJson.Default);
        builder.Services.AddSingleton<EnvironmentReader>();
    }

    /// <summary>Maps the environment description: open to all in Development, to operators only elsewhere. Its JSON Schema is always open.</summary>
    public static void MapEnvironmentDescription(this IEndpointRouteBuilder routes)
    {
        var schema = Schema().ToJsonString();
        var route = routes
            .MapGet(Routes.EnvironmentDescription, async (EnvironmentReader reader, HttpContext context, CancellationToken cancellation) =>
            {
                context.Response.Headers.CacheControl = "no-store";
                context.Response.Headers.Link = $"<{Routes.EnvironmentSchema}>; rel=\"describedby\"; type=\"{SchemaMediaType}\"";
                return TypedResults.Ok(await reader.DescribeAsync(cancellation));
            })
            .ExcludeFromDescription();
        if (!routes.ServiceProvider.GetRequiredService<FitnessSettings>().IsDevelopment)
            route.RequireAuthorization(UserAuthentication.OperatorPolicy);
        routes.MapGet(Routes.EnvironmentSchema, () => TypedResults.Text(schema, SchemaMediaType)).ExcludeFromDescription();
    }

    private static JsonObject Schema()
    {
        var schema = EnvironmentJson
            .Default.EnvironmentDescription.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true })
            .AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Fitness environment description");
        return schema;
    }
}
