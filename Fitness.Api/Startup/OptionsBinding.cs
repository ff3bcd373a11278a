using Fitness.Api.Features.Import;
using Fitness.Api.Features.Samples;
using Fitness.Api.Storage.Engine;
using Fitness.Api.Web.RateLimiting;

namespace Fitness.Api.Startup;

internal static class OptionsBinding
{
    /// <summary>Binds the options of the rooms to their sections of the configuration.</summary>
    public static void AddFitnessOptions(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<EngineOptions>().BindConfiguration(EngineOptions.Section);
        builder.Services.AddOptions<SampleOptions>().BindConfiguration(SampleOptions.Section);
        builder.Services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateOnStart();
        builder.Services.AddOptions<ImportOptions>().BindConfiguration(ImportOptions.Section).ValidateOnStart();
    }
}
