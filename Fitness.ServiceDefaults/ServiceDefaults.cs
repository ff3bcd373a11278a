using Fitness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.Hosting;

/// <summary>What every service of Fitness has: telemetry, health, service discovery and HTTP resilience.</summary>
public static class Extensions
{
    private const string LiveTag = "live";

    /// <summary>Adds telemetry, health checks, service discovery and a resilient default for every <see cref="HttpClient"/> of the factory.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        builder.ConfigureOpenTelemetry();
        builder.AddDefaultHealthChecks();
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler();
            http.AddServiceDiscovery();
        });
        return builder;
    }

    /// <summary>
    /// Logs, metrics and traces through OpenTelemetry, over OTLP to <see cref="SettingNames.Telemetry"/>. Without that setting
    /// nothing would receive them, so that nothing is collected. The service's own sources and meters are named <c>Fitness.*</c>.
    /// </summary>
    public static TBuilder ConfigureOpenTelemetry<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[SettingNames.Telemetry])) return builder;
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter("Fitness.*"))
            .WithTracing(tracing => tracing
                .AddSource("Fitness.*")
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !IsHealth(context.Request.Path))
                .AddHttpClientInstrumentation())
            .UseOtlpExporter();
        builder.Services.AddHostedService<TelemetryShutdown>();
        return builder;
    }

    /// <summary>Adds the liveness check: the process answers.</summary>
    public static TBuilder AddDefaultHealthChecks<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        return builder;
    }

    /// <summary>Maps readiness (<c>/health</c>, every check) and liveness (<c>/alive</c>) in every environment, open to every caller and as often as it likes.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks(Routes.Health, WithChecks(_ => true)).DisableRateLimiting();
        app.MapHealthChecks(Routes.Alive, WithChecks(check => check.Tags.Contains(LiveTag))).DisableRateLimiting();
        return app;
    }

    private static HealthCheckOptions WithChecks(Func<HealthCheckRegistration, bool> predicate) =>
        new() { Predicate = predicate, ResponseWriter = HealthReportJson.WriteAsync };

    private static bool IsHealth(PathString path) =>
        path.StartsWithSegments(Routes.Health, StringComparison.Ordinal) || path.StartsWithSegments(Routes.Alive, StringComparison.Ordinal);
}
