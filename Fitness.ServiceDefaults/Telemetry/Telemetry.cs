using Fitness;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.Hosting;

/// <summary>Logs, metrics and traces.</summary>
public static class Telemetry
{
    /// <summary>Whether there is a receiver, so that logs, metrics and traces are collected.</summary>
    public static bool CollectsTelemetry(this IConfiguration configuration) =>
        !string.IsNullOrWhiteSpace(configuration[SettingNames.Telemetry]);

    /// <summary>
    /// Logs, metrics and traces through OpenTelemetry, over OTLP to <see cref="SettingNames.Telemetry"/>. Without that setting
    /// nothing would receive them, so nothing is collected. The service's own sources and meters are named <c>Fitness.*</c>.
    /// </summary>
    public static TBuilder ConfigureOpenTelemetry<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        if (!builder.Configuration.CollectsTelemetry())
            return builder;
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        builder
            .Services.AddOpenTelemetry()
            .WithMetrics(metrics =>
                metrics.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation().AddMeter("Fitness.*")
            )
            .WithTracing(tracing =>
                tracing
                    .AddSource("Fitness.*")
                    .AddAspNetCoreInstrumentation(options => options.Filter = context => !HealthEndpoints.IsHealth(context.Request.Path))
                    .AddHttpClientInstrumentation()
            )
            .UseOtlpExporter();
        builder.Services.AddHostedService<TelemetryShutdown>();
        return builder;
    }
}
