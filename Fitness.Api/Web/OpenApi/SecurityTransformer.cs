using Fitness.Api.Web.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fitness.Api.Web.OpenApi;

/// <summary>Documents the bearer token, and which operations require one.</summary>
internal static class SecurityTransformer
{
    private const string Scheme = "bearer";

    public static void AddSecurityTransformers(this OpenApiOptions options)
    {
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
                document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = Scheme,
                    BearerFormat = "JWT",
                    Description =
                        $"A token of the environment's issuer; its `sub` is the user. Development without an issuer takes calls without a token for those of the user `{DemoUser.Id}`, and says so in the header `{FitnessHeaders.Caller}`.",
                };
                return Task.CompletedTask;
            }
        );
        options.AddOperationTransformer(
            (operation, context, _) =>
            {
                var policies = context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().ToList();
                operation.Security =
                    policies.Count == 0
                        ? []
                        : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
                // None is needed, but one that comes is used.
                if (policies.Exists(policy => policy.Policy == UserAuthentication.AnybodyPolicy))
                    operation.Security.Insert(0, new OpenApiSecurityRequirement());
                return Task.CompletedTask;
            }
        );
    }
}
