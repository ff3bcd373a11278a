using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Batch;
using Fitness.Api.Features.Changes;
using Fitness.Api.Features.Import;
using Fitness.Api.Features.Me;
using Fitness.Api.Features.Summaries;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fitness.Api.Web.OpenApi;

/// <summary>Examples of bodies, made from the types themselves, so that they cannot disagree with them.</summary>
internal static class ExampleDocumentation
{
    private const string Id = "0198c1e0-7d2a-7c4b-9f13-2f6f0a1d5b77";
    private const string File = """
        <?xml version="1.0" encoding="UTF-8"?>
        <gpx version="1.1" creator="Example" xmlns="http://www.topografix.com/GPX/1/1">
          <trk><name>Morning run</name><type>running</type><trkseg>
            <trkpt lat="52.5163" lon="13.3777"><ele>35.2</ele><time>2026-11-01T06:30:00Z</time></trkpt>
            <trkpt lat="52.5145" lon="13.3501"><ele>36.0</ele><time>2026-11-01T06:40:12Z</time></trkpt>
          </trkseg></trk>
        </gpx>
        """;

    private static readonly DateTimeOffset Start = new(2026, 11, 1, 7, 30, 0, TimeSpan.FromHours(1));
    private static readonly DateTimeOffset Stored = new(2026, 11, 1, 7, 2, 11, 480, TimeSpan.Zero);

    private static readonly BatchItem Item = new()
    {
        Id = Id,
        Sport = Sport.Running,
        Name = "Morning run",
        Start = Start,
        ElapsedSeconds = 1860,
        MovingSeconds = 1800,
        DistanceMeters = 5012.5m,
        ElevationGainMeters = 31m,
        EnergyKilocalories = 402m,
        Steps = 4780,
        AverageHeartRate = 148,
        MaxHeartRate = 171,
        Source = ActivitySource.App,
    };

    private static readonly Activity Example = new(Item.ToInput()) { Id = Id, CreatedAt = Stored, UpdatedAt = Stored, Version = 1 };
    private static readonly SummaryActivity InSummary = new(Id, Sport.Running, DateOnly.FromDateTime(Start.DateTime), 1860, 5012.5m);
    private static readonly SummaryTotals Totals = new(1, 1860, 1800, 5012.5m, 31m, 402m, 4780, InSummary, InSummary);

    private static readonly Dictionary<Type, object> ByType = new()
    {
        [typeof(ActivityInput)] = Item.ToInput(),
        [typeof(Activity)] = Example,
        [typeof(ActivityList)] = new ActivityList([Example], null),
        [typeof(WalkthroughActivity)] = new WalkthroughActivity(Id, "demo", DateOnly.FromDateTime(Start.DateTime)),
        [typeof(BatchInput)] = new BatchInput([Item]),
        [typeof(BatchResult)] = new BatchResult([new BatchItemResult(Id, StatusCodes.Status201Created, Example)]),
        [typeof(ChangeList)] = new ChangeList([new Change(Id, ChangeKind.Upsert, Example)], new SyncToken("5f1c6c0e3a5b4c59", 1, Stored).Encode("demo"), false),
        [typeof(SummaryList)] = new SummaryList(Period.Month, [new SummaryItem(new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 30), Totals, new Dictionary<string, SummaryTotals> { ["running"] = Totals })]),
        [typeof(ExportLine)] = new ExportLine(ExportKind.Activity, Example),
        [typeof(ProblemType)] = ProblemTypes.NotFound,
        [typeof(ProblemType[])] = new[] { ProblemTypes.NotFound },
    };

    public static Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var input = context.Description.ActionDescriptor.EndpointMetadata.OfType<IAcceptsMetadata>().LastOrDefault()?.RequestType;
        foreach (var (mediaType, content) in operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>())
        {
            content.Example = mediaType switch
            {
                JsonDocuments.MergePatch => new JsonObject { ["name"] = "Easy morning run", ["notes"] = null },
                ImportBody.GpxMediaType => File,
                _ => Of(input),
            };
        }
        foreach (var answer in context.Description.SupportedResponseTypes)
        {
            var response = operation.Responses?[answer.StatusCode.ToString(CultureInfo.InvariantCulture)];
            foreach (var (mediaType, content) in response?.Content ?? new Dictionary<string, OpenApiMediaType>())
                if (mediaType != ProblemMetadata.MediaType) content.Example = Of(answer.Type);
        }
        return Task.CompletedTask;
    }

    private static JsonNode? Of(Type? type) =>
        type is not null && ByType.TryGetValue(type, out var value) ? JsonSerializer.SerializeToNode(value, FitnessJson.Default.GetTypeInfo(type)!) : null;
}
