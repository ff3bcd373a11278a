namespace Fitness.Api.Http;

internal static class RequestLimits
{
    /// <summary>Bytes of a request's body; an activity with its longest texts stays below.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    /// <summary>Sets the server's limits and the JSON contract.</summary>
    public static void AddRequestLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, FitnessJson.Default);
            json.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
        });
    }
}
