using System.Globalization;
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
            .WithSummary("Make an activity of a GPX, TCX or FIT file")
            .WithDescription(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The bytes decide on the format, whatever the media type says. Of a FIT file each session is an activity, but for transitions: the device's own totals count, and what follows only where they are missing; one that is cut short is what is there, with the warning `fileEnd`, and a course or a workout is 422. Distance on the WGS 84 ellipsoid, unless the device's own count covers more of the time; moving at {ImportRules.MovingSpeed} m/s or faster, over {ImportRules.SpeedSeconds} seconds or more; rises and falls of less than {ImportRules.Rise} m smoothed out of the elevation gain. What cannot be read or cannot be (a position of 0/0, a jump that nobody can make, a time far from those around it, a heart rate of 255) is left out and counted in `warnings`. Points are ordered by their times, and each moment counts once. A file has up to {ImportLimits.MaxPoints:N0} points, {ImportLimits.MaxLaps:N0} laps and {ImportLimits.MaxRecordings} recordings. The same file again changes nothing: it answers the activity that is there. So does the same recording by another exporter, unless `duplicates=store`; `duplicateOf` names what is there. A recording whose activity was deleted is refused for {ActivityItem.TombstoneLife.TotalDays} days, unless the request has `If-None-Match: *`."
                )
            )
            .WithBodyLimit(ImportLimits.MaxBytes)
            .WithProblems(
                ProblemTypes.BadRequest,
                ProblemTypes.SlowBody,
                ProblemTypes.EraseInProgress,
                ProblemTypes.ActivityDeleted,
                ProblemTypes.TooLarge,
                ProblemTypes.UnsupportedMediaType,
                ProblemTypes.UnreadableFile,
                ProblemTypes.StorageFull,
                ProblemTypes.TooManyImports,
                ProblemTypes.ImportsBusy
            )
            .WithResponseHeaders(ActivityResponses.LocationHeader)
            .WithExamples(BodyExample.Of(ImportBody.GpxMediaType, ExampleFile), BodyExample.Of(Example, ImportJson.Default.ImportResponse));

    private const string ExampleFile = """
        <?xml version="1.0" encoding="UTF-8"?>
        <gpx version="1.1" creator="Example" xmlns="http://www.topografix.com/GPX/1/1">
          <trk><name>Morning run</name><type>running</type><trkseg>
            <trkpt lat="52.5163" lon="13.3777"><ele>35.2</ele><time>2026-11-01T06:30:00Z</time></trkpt>
            <trkpt lat="52.5145" lon="13.3501"><ele>36.0</ele><time>2026-11-01T06:40:12Z</time></trkpt>
          </trkseg></trk>
        </gpx>
        """;

    private static ImportResponse Example =>
        new([
            new ImportResult(
                ActivityExamples.Stored.Id,
                StatusCodes.Status201Created,
                ActivityExamples.Stored,
                [new ImportWarning(ImportLoss.Altitude, 2)]
            ),
        ]);

    private static async Task<
        Results<Ok<ImportResponse>, CreatedAtRoute<ImportResponse>, Created<ImportResponse>, ProblemResult>
    > PostAsync(
        Query<ImportQuery> query,
        Anew anew,
        ImportBody body,
        ClaimsPrincipal user,
        ActivityWriter writer,
        CancellationToken cancellation
    )
    {
        var skips = query.Value.Duplicates is null or DuplicateHandling.Skip;
        var writes = new List<Write>();
        foreach (var (index, file) in body.Files.Index())
        {
            if (Read(file, query.Value.Zone!, out var input) is { } unreadable)
                return unreadable;
            writes.Add(Write.Add(body.IdOf(index), input, anew.Value, skips));
        }
        var (written, problem) = await writer.RunAllAsync(user.UserId(), writes, cancellation);
        if (problem is not null)
            return problem;
        var response = new ImportResponse([
            .. written.Select(
                (one, index) =>
                    new ImportResult(
                        one.Activity!.Id,
                        Status(one),
                        one.Activity,
                        body.Files[index].Warnings.ToArray(),
                        one.Activity.Id == writes[index].Id ? null : one.Activity.Id
                    )
            ),
        ]);
        if (response.Results.All(one => one.Status == StatusCodes.Status200OK))
            return TypedResults.Ok(response);
        return response.Results is [var single]
            ? TypedResults.CreatedAtRoute(response, ActivityResponses.GetName, new RouteValueDictionary { ["id"] = single.Id })
            : TypedResults.Created((string?)null, response);
    }

    private static int Status(WriteResult result) =>
        result.Outcome == WriteOutcome.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK;

    /// <returns>Why the recording cannot be an activity; null if it can.</returns>
    private static ProblemResult? Read(TrackFile file, TimeZoneInfo zone, out ActivityInput input)
    {
        input = new ActivityInput();
        try
        {
            input = TrackActivity.ToInput(file, zone);
        }
        catch (FormatException exception)
        {
            return ProblemResult.Of(ProblemTypes.UnreadableFile, exception.Message);
        }
        // A file can have values that no activity may have, such as a duration of a year.
        var errors = new RequestErrors();
        return InputReader<ActivityInput>.Read(JsonSerializer.SerializeToElement(input, ImportJson.Default.ActivityInput), errors) is null
            ? ProblemResult.Invalid(errors, ProblemTypes.UnreadableFile, TrackActivity.TooLong(input))
            : null;
    }
}
