using System.Security.Claims;
using System.Text.Json;
using Fitness.Api.Features.Activities;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.Json;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;
using Fitness.Api.Web.Server;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Features.Import;

internal static class ImportApi
{
    public static void AddImport(this WebApplicationBuilder builder)
    {
        builder.AddJson(ImportJson.Default);
        builder.Services.AddSingleton<IValidateOptions<ImportOptions>, ImportOptionsValidator>();
        builder.Services.AddSingleton<ImportSlots>();
        builder.Services.AddSingleton<ParserTurns>();
    }

    public static void MapImport(this IEndpointRouteBuilder routes) =>
        routes
            .MapUserGroup(ActivityTag.Value)
            .MapPost(Routes.ActivityImport, PostAsync)
            .WithName("ImportActivity")
            .WithSummary("Make an activity of a GPX 1.1 or TCX file")
            .WithDescription(
                $"Distance on the WGS 84 ellipsoid; moving at {TrackTotals.MovingSpeed} m/s or faster, over {TrackTotals.SpeedSeconds} seconds or more; rises and falls of less than {TrackTotals.Rise} m smoothed out of the elevation gain. The same file again changes nothing: it answers the activity that is there."
            )
            .WithBodyLimit(ImportLimits.MaxBytes)
            .WithProblems(
                ProblemTypes.SlowBody,
                ProblemTypes.EraseInProgress,
                ProblemTypes.TooLarge,
                ProblemTypes.UnsupportedMediaType,
                ProblemTypes.UnreadableFile,
                ProblemTypes.StorageFull,
                ProblemTypes.TooManyImports,
                ProblemTypes.ImportsBusy
            )
            .WithResponseHeaders(ActivityResponses.ETagHeader, ActivityResponses.LocationHeader)
            .WithExamples(
                BodyExample.Of(ImportBody.GpxMediaType, ExampleFile),
                BodyExample.Of(ActivityExamples.Stored, ImportJson.Default.Activity)
            );

    private const string ExampleFile = """
        <?xml version="1.0" encoding="UTF-8"?>
        <gpx version="1.1" creator="Example" xmlns="http://www.topografix.com/GPX/1/1">
          <trk><name>Morning run</name><type>running</type><trkseg>
            <trkpt lat="52.5163" lon="13.3777"><ele>35.2</ele><time>2026-11-01T06:30:00Z</time></trkpt>
            <trkpt lat="52.5145" lon="13.3501"><ele>36.0</ele><time>2026-11-01T06:40:12Z</time></trkpt>
          </trkseg></trk>
        </gpx>
        """;

    private static async Task<Results<Ok<Activity>, CreatedAtRoute<Activity>, ProblemResult>> PostAsync(
        Query<ImportQuery> query,
        ImportBody body,
        ClaimsPrincipal user,
        ActivityWriter writer,
        HttpResponse response,
        CancellationToken cancellation
    )
    {
        ActivityInput input;
        try
        {
            input = TrackActivity.ToInput(body.File, query.Value.Zone!);
        }
        catch (FormatException exception)
        {
            return ProblemResult.Of(ProblemTypes.UnreadableFile, exception.Message);
        }
        // A file can have values that no activity may have, such as a duration of a year.
        var errors = new RequestErrors();
        if (InputReader<ActivityInput>.Read(JsonSerializer.SerializeToElement(input, ImportJson.Default.ActivityInput), errors) is null)
            return ProblemResult.Invalid(errors, ProblemTypes.UnreadableFile);
        return (await writer.AddAsync(user.UserId(), body.Id, input, cancellation)).ToResponse(response);
    }
}
