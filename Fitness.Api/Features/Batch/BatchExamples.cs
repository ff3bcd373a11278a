using Fitness.Api.Features.Activities;
using Fitness.Api.Web.Metadata;

namespace Fitness.Api.Features.Batch;

internal static class BatchExamples
{
    public static BodyExample[] All =>
        [
            BodyExample.Of(
                new BatchInput([new BatchItem(ActivityExamples.Input) { Id = ActivityExamples.Id }]),
                BatchJson.Default.BatchInput
            ),
            BodyExample.Of(
                new BatchResult([new BatchItemResult(ActivityExamples.Id, StatusCodes.Status201Created, ActivityExamples.Stored)]),
                BatchJson.Default.BatchResult
            ),
        ];
}
