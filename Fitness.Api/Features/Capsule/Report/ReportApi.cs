using System.Globalization;
using System.Security.Claims;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.Json;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;
using Fitness.Api.Web.Server;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Fitness.Api.Features.Capsule.Report;

internal static class ReportApi
{
    // As much as a batch has: some 6 MB of files in Base64, the track of a long day.
    private const int MaxBytes = 8 * 1024 * 1024;

    private static readonly ApiTag Tag = new("Report", "What somebody hands over who has found a fault.");

    public static void AddReport(this WebApplicationBuilder builder)
    {
        builder.AddJson(ReportJson.Default);
        builder.Services.AddSingleton<TableSliceReader>();
        builder.Services.AddSingleton<SecretSearch>();
        builder.Services.AddSingleton<CapsuleMaker>();
        builder.Services.AddSingleton<ReportMaker>();
        builder.Services.AddSingleton<ReportLimit>();
    }

    public static void MapReport(this IEndpointRouteBuilder routes)
    {
        var report = routes.MapUserGroup(Tag).MapGroup(Routes.Report);
        report
            .MapGet("", PreviewAsync)
            .WithName("PreviewReport")
            .WithSummary("What a report would have in it now, and who can read it")
            .WithDescription("To be shown before `POST` is called: `contents` and `readers` are sentences for a person.")
            .WithExamples(BodyExample.Of(ReportExamples.Preview, ReportJson.Default.ReportPreview));
        report
            .MapPost("", MakeAsync)
            .WithName("MakeReport")
            .WithSummary("A report of a fault, as a file")
            .WithDescription(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A ZIP archive with the caller's last requests and everything that is stored of the caller, with what he wrote hidden, and with what the service is. `capsule.json` in it names the other files, with their SHA-256. The service keeps no copy. A user can make {ReportLimit.Reports} reports at once, and one more every {ReportLimit.Period.TotalSeconds} seconds."
                )
            )
            .Produces<string>(contentType: CapsuleFile.MediaType)
            .WithMetadata(new BinaryContent([CapsuleFile.MediaType]))
            .WithBodyLimit(MaxBytes)
            .WithProblems(
                ProblemTypes.MalformedJson,
                ProblemTypes.SlowBody,
                ProblemTypes.TooLarge,
                ProblemTypes.UnsupportedMediaType,
                ProblemTypes.UnknownUpload
            )
            .WithResponseHeaders(
                new ResponseHeader(
                    HeaderNames.ContentDisposition,
                    "`attachment`, with the file's name: `fitness-report-` and the time.",
                    StatusCodes.Status200OK
                )
            )
            .WithExamples(BodyExample.Of(ReportExamples.Input, ReportJson.Default.ReportInput));
    }

    private static async Task<Ok<ReportPreview>> PreviewAsync(ClaimsPrincipal user, ReportMaker maker, CancellationToken cancellation) =>
        TypedResults.Ok(await maker.PreviewAsync(user.UserId(), cancellation));

    private static async Task<Results<FileContentHttpResult, ProblemResult>> MakeAsync(
        JsonBody<ReportInput> body,
        ClaimsPrincipal user,
        ReportMaker maker,
        ReportLimit limit,
        HttpResponse response,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (maker.Check(user.UserId(), body.Value) is { Any: true } errors)
            return ProblemResult.Invalid(errors, ProblemTypes.UnknownUpload);
        if (!limit.TryTake(user.UserId(), out var wait))
        {
            response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
            return ProblemResult.Of(
                ProblemTypes.TooManyRequests,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A user can make {ReportLimit.Reports} reports at once, and one more every {ReportLimit.Period.TotalSeconds} seconds. Try again in {wait} s."
                )
            );
        }
        return TypedResults.File(
            await maker.MakeAsync(user, body.Value, cancellation),
            CapsuleFile.MediaType,
            string.Create(CultureInfo.InvariantCulture, $"fitness-report-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}.zip")
        );
    }
}
