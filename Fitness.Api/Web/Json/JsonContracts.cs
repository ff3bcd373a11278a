using System.Text.Json.Serialization;

namespace Fitness.Api.Web.Json;

internal static class JsonContracts
{
    /// <summary>Adds types to those that requests and responses can carry.</summary>
    public static void AddJson(this WebApplicationBuilder builder, JsonSerializerContext context) =>
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, context);
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
}
