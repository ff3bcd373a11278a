using System.Security.Claims;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Fitness.Api.Settings;
using Fitness.Api.Storage;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.Json;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Problems;

namespace Fitness.Api.Features.EnvironmentDescription;

internal static class EnvironmentApi
{
    /// <summary>A commit for the examples.</summary>
    public const string ExampleCommit = "61f9b02c8a1de7a4c1b5f6e0d3927ab84cf01e55";

    private const string ExampleImage =
        "registry.example/fitness/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private const string SchemaMediaType = "application/schema+json";

    public static readonly ApiTag Tag = new(
        "Environment",
        "Which Fitness this is: what a person looks at first, and reports with a fault."
    );

    public static void AddEnvironmentDescription(this WebApplicationBuilder builder)
    {
        builder.AddJson(EnvironmentJson.Default);
        builder.Services.AddSingleton<EnvironmentReader>();
        builder.Services.AddSingleton<IServiceDescription, ServiceDescription>();
    }

    /// <summary>Maps the environment description: open to all in Development, to operators only elsewhere. Its JSON Schema and its summary are always open.</summary>
    public static void MapEnvironmentDescription(this IEndpointRouteBuilder routes)
    {
        var schema = Schema().ToJsonString();
        // Groups are documented in the order in which they are mapped, but after everything that is in none.
        var group = routes.MapGroup("");
        var route = group
            .MapGet(Routes.EnvironmentDescription, async (EnvironmentReader reader, HttpContext context, CancellationToken cancellation) =>
            {
                context.Response.Headers.Link = $"<{Routes.EnvironmentSchema}>; rel=\"describedby\"; type=\"{SchemaMediaType}\"";
                return TypedResults.Ok(await reader.DescribeAsync(cancellation));
            })
            .ExcludeFromDescription();
        if (!routes.ServiceProvider.GetRequiredService<FitnessSettings>().IsDevelopment)
            route.RequireAuthorization(UserAuthentication.OperatorPolicy);
        group.MapGet(Routes.EnvironmentSchema, () => TypedResults.Text(schema, SchemaMediaType)).ExcludeFromDescription();
        group
            .MapGet(Routes.EnvironmentSummary, (ClaimsPrincipal user, FitnessSettings settings, TableInspector inspector) =>
                TypedResults.Ok(EnvironmentSummary.For(user, settings, inspector))
            )
            .RequireAuthorization(UserAuthentication.AnybodyPolicy)
            .WithMetadata(Tag)
            .WithName("GetEnvironmentSummary")
            .WithSummary("Which Fitness this is, and who asks")
            .WithDescription(
                "Without a token: environment, version and commit. With one: whose it is; a token that is wrong or has expired is refused, as everywhere. For operators, and for everybody in Development, `details` too."
            )
            .WithProblems(
                ProblemTypes.Unauthorized,
                ProblemTypes.Misdirected,
                ProblemTypes.TooManyRequests,
                ProblemTypes.Internal,
                ProblemTypes.IssuerUnavailable
            )
            .WithExamples(Example);
        group.MapEnvironmentComparison();
    }

    private static BodyExample Example =>
        BodyExample.Of(
            new EnvironmentSummary(
                EnvironmentNames.Test,
                "1.0",
                false,
                true,
                true,
                ExampleCommit,
                "8f14e45f-ceea-467a-9575-6f0a2b8f7f10",
                new EnvironmentDetails(
                    "eu-central-1",
                    LocalDefaults.Table,
                    StorageEndpoint.Regional,
                    [],
                    ExampleImage,
                    ImageReference.DigestOf(ExampleImage)
                )
            ),
            EnvironmentJson.Default.EnvironmentSummary
        );

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
