using System.Security.Claims;
using System.Text.Json;
using Fitness.Api.Features.Activities;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.OpenApi;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;
using Fitness.Api.Web.Server;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fitness.Api.Features.Import;

internal static class ImportApi
{
    /// <summary>Bytes of a file; a day's ride with a point a second is about a third.</summary>
    public const int MaxBytes = 20 * 1024 * 1024;

    public static void MapImport(this IEndpointRouteBuilder routes) =>
        routes.MapCallerGroup("Activities").MapPost("/v1/activities/import", PostAsync).WithName("ImportActivity")
            .WithSummary("Make an activity of a GPX 1.1 or TCX file")
            .WithDescription($"Distance on the WGS 84 ellipsoid; moving at {TrackTotals.MovingSpeed} m/s or faster, over {TrackTotals.SpeedSeconds} seconds or more; rises and falls of less than {TrackTotals.Rise} m smoothed out of the elevation gain. The same file again changes nothing: it answers the activity that is there.")
            .WithBodyLimit(MaxBytes)
            .WithProblems(ProblemTypes.SlowBody, ProblemTypes.EraseInProgress, ProblemTypes.TooLarge, ProblemTypes.UnsupportedMediaType, ProblemTypes.UnreadableFile, ProblemTypes.StorageFull)
            .WithAnswerHeaders(ActivityAnswers.ETagHeader, ActivityAnswers.LocationHeader);

    private static async Task<Results<Ok<Activity>, CreatedAtRoute<Activity>, ProblemResult>> PostAsync(
        Query<ImportQuery> query, ImportBody body, ClaimsPrincipal caller, ActivityWriter writer, HttpResponse response, CancellationToken cancellation)
    {
        ActivityInput input;
        try
        {
            input = TrackActivity.Make(body.File, query.Value.Zone!);
        }
        catch (FormatException exception)
        {
            return ProblemResult.Of(ProblemTypes.UnreadableFile, exception.Message);
        }
        // A file can say what no activity may be, such as a year's duration.
        var errors = new RequestErrors();
        if (InputReader<ActivityInput>.Read(JsonSerializer.SerializeToElement(input, FitnessJson.Default.ActivityInput), errors) is null) return ProblemResult.Invalid(errors, ProblemTypes.UnreadableFile);
        return response.Stored(await writer.AddAsync(caller.UserId(), body.Id, input, cancellation));
    }
}
