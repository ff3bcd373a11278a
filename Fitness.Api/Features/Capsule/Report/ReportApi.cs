using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.Json;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;

namespace Fitness.Api.Features.Capsule.Report;

internal static class ReportApi
{
    private static readonly ApiTag Tag = new("Report", "What somebody hands over who has found a fault.");

    public static void AddReport(this WebApplicationBuilder builder)
    {
        builder.AddJson(ReportJson.Default);
        builder.Services.AddSingleton<TableSliceReader>();
        builder.Services.AddSingleton<ReportMaker>();
        builder.Services.AddSingleton<ReportLimit>();
    }

    public static void MapReport(this IEndpointRouteBuilder routes)
    {
        var report = routes.MapUserGroup(Tag).MapGroup(Routes.Report);
        report.MapGet("", PreviewAsync).WithName("PreviewReport").WithSummary("What a report would have in it now, and who can read it");
        report
            .MapPost("", MakeAsync)
            .WithName("MakeReport")
            .WithSummary("A report of a fault, as a file")
            .WithDescription(
                "A ZIP archive with the caller's last requests and everything that is stored of the caller, with texts hidden, and with what the service is. The service keeps no copy."
            )
            .WithProblems(ProblemTypes.UnsupportedMediaType, ProblemTypes.TooLarge, ProblemTypes.BadRequest, ProblemTypes.SlowBody);
    }

    private static async Task<IResult> PreviewAsync(ClaimsPrincipal user, ReportMaker maker, CancellationToken cancellation) =>
        TypedResults.Json(await maker.PreviewAsync(user.UserId(), cancellation), ReportJson.Default.ReportPreview);

    private static async Task<IResult> MakeAsync(
        JsonBody<ReportInput> body,
        ClaimsPrincipal user,
        ReportMaker maker,
        ReportLimit limit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        using var lease = limit.Take(user.UserId());
        if (!lease.IsAcquired)
            return ProblemResult.Of(
                ProblemTypes.TooManyRequests,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"One user can make {ReportLimit.Reports} reports in {ReportLimit.Window.TotalMinutes} minutes."
                )
            );
        var file = await maker.MakeAsync(user, body.Value, cancellation);
        return TypedResults.File(
            file,
            CapsuleFile.MediaType,
            string.Create(CultureInfo.InvariantCulture, $"fitness-report-{time.GetUtcNow():yyyyMMddTHHmmss}Z.zip")
        );
    }
}

/// <summary>How many reports a user can make: each reads everything that is stored of him.</summary>
internal sealed class ReportLimit : IDisposable
{
    /// <summary>Reports in a <see cref="Window"/>.</summary>
    public const int Reports = 6;

    /// <summary>The window.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(user =>
        RateLimitPartition.GetSlidingWindowLimiter(user, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = Reports,
            Window = Window,
            SegmentsPerWindow = Reports,
        })
    );

    /// <summary>Takes one.</summary>
    public RateLimitLease Take(string userId) => limiter.AttemptAcquire(userId);

    public void Dispose() => limiter.Dispose();
}
