using Fitness.Api.Features.Capsule.Recording;
using Fitness.Api.Features.Import;
using Fitness.Api.Features.Samples;
using Fitness.Api.Settings;
using Fitness.Api.Storage.Engine;
using Fitness.Api.Web.RateLimiting;
using Fitness.Api.Web.Server;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Startup;

internal static class OptionsBinding
{
    /// <summary>Binds the options of the rooms to their sections of the configuration. Each has a row in the table of settings, which names a wrong value first.</summary>
    public static void AddFitnessOptions(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<EngineOptions>, EngineOptionsValidator>();
        builder.Services.AddOptions<EngineOptions>().BindConfiguration(EngineOptions.Section).ValidateOnStart();
        builder.Services.AddOptions<SampleOptions>().BindConfiguration(SampleOptions.Section).ValidateOnStart();
        builder.Services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateOnStart();
        builder.Services.AddOptions<ServerOptions>().BindConfiguration(ServerOptions.Section).ValidateOnStart();
        builder
            .Services.AddOptions<RecordingOptions>()
            .Configure(options => options.Enabled = DefaultOf(SettingNames.RecordingEnabled, builder.Environment.EnvironmentName))
            .BindConfiguration(RecordingOptions.Section)
            .ValidateOnStart();
        builder.Services.AddOptions<ImportOptions>().BindConfiguration(ImportOptions.Section).ValidateOnStart();
    }

    private static bool DefaultOf(string name, string environment) => bool.Parse(SettingTable.Find(name)!.DefaultIn(environment)!);
}
