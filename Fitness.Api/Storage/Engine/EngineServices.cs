using Fitness.Api.Settings;

namespace Fitness.Api.Storage.Engine;

internal static class EngineServices
{
    /// <summary>Adds the embedded engine if the settings ask for it. Call this before adding anything that uses the storage at startup.</summary>
    public static void AddEmbeddedEngine(this WebApplicationBuilder builder, FitnessSettings settings)
    {
        if (!settings.UsesEmbeddedEngine)
            return;
        builder.Services.AddSingleton<EmbeddedEngine>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<EmbeddedEngine>());
        builder.Services.AddHealthChecks().AddCheck<EmbeddedEngine>("engine");
    }
}
