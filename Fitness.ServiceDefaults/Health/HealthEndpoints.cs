using Fitness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.Hosting;

/// <summary>Readiness and liveness.</summary>
public static class HealthEndpoints
{
    private const string LiveTag = "live";

    /// <summary>Adds the liveness check: the process responds.</summary>
    public static TBuilder AddDefaultHealthChecks<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        // Anyone may ask, as often as they like; what a check finds wrong, its own part of the service logs.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks.DefaultHealthCheckService", LogLevel.None);
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        return builder;
    }

    /// <summary>Maps readiness (<c>/health</c>, every check) and liveness (<c>/alive</c>) in every environment, without authentication and without rate limits.</summary>
    public static void MapDefaultEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks(Routes.Health, WithChecks(_ => true)).DisableRateLimiting();
        routes.MapHealthChecks(Routes.Alive, WithChecks(check => check.Tags.Contains(LiveTag))).DisableRateLimiting();
    }

    internal static bool IsHealth(PathString path) =>
        path.StartsWithSegments(Routes.Health, StringComparison.Ordinal) || path.StartsWithSegments(Routes.Alive, StringComparison.Ordinal);

    private static HealthCheckOptions WithChecks(Func<HealthCheckRegistration, bool> predicate) =>
        new() { Predicate = predicate, ResponseWriter = HealthReportJson.WriteAsync };
}
