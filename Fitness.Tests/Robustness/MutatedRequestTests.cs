using System.Net;
using System.Text.Json.Nodes;
using CsCheck;
using Fitness.Tests.Activities;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Robustness;

/// <summary>
/// Whatever is sent, the response is 2xx, 4xx or 503, and an error is problem details, unless the server itself cannot read the request. The long form sends more of
/// them; a failure names the number from which the same request is made again.
/// </summary>
public sealed class MutatedRequestTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Gpx = """
        <gpx version="1.1" creator="Watch" xmlns="http://www.topografix.com/GPX/1/1" xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">
        <metadata><time>2026-11-01T06:30:00Z</time></metadata><trk><name>Run</name><desc>Sun</desc><type>running</type><trkseg>
        <trkpt lat="52.5163" lon="13.3777"><ele>35.2</ele><time>2026-11-01T06:30:00Z</time><extensions><gpxtpx:TrackPointExtension><gpxtpx:hr>140</gpxtpx:hr></gpxtpx:TrackPointExtension></extensions></trkpt>
        <trkpt lat="52.5145" lon="13.3501"><ele>36.0</ele><time>2026-11-01T06:40:12Z</time></trkpt></trkseg></trk></gpx>
        """;

    private const string Tcx = """
        <TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities><Activity Sport="Running"><Id>2026-11-01T06:30:00Z</Id>
        <Lap StartTime="2026-11-01T06:30:00Z"><TotalTimeSeconds>60</TotalTimeSeconds><DistanceMeters>150</DistanceMeters><Calories>10</Calories>
        <AverageHeartRateBpm><Value>131</Value></AverageHeartRateBpm><MaximumHeartRateBpm><Value>139</Value></MaximumHeartRateBpm>
        <Track><Trackpoint><Time>2026-11-01T06:30:00Z</Time><Position><LatitudeDegrees>0</LatitudeDegrees><LongitudeDegrees>0</LongitudeDegrees></Position><AltitudeMeters>3</AltitudeMeters><DistanceMeters>0</DistanceMeters><HeartRateBpm><Value>0</Value></HeartRateBpm></Trackpoint>
        <Trackpoint><Time>2026-11-01T06:31:00Z</Time><DistanceMeters>149.6</DistanceMeters></Trackpoint></Track>
        <Extensions><LX xmlns="http://www.garmin.com/xmlschemas/ActivityExtension/v2"><Steps>88</Steps></LX></Extensions></Lap><Notes>Sun</Notes><Creator><Name>Edge</Name></Creator></Activity></Activities></TrainingCenterDatabase>
        """;

    private static readonly string[] Ids = ["a", "b", "c"];
    private static readonly string[] MediaTypes =
    [
        "application/json",
        "application/merge-patch+json",
        "application/gpx+xml",
        "text/xml",
        "application/json; charset=utf-16",
        "x",
    ];

    private readonly JsonNode activity = FullActivity.Create();
    private readonly JsonNode batch = JsonNode.Parse(
        """{"items":[{"id":"a","sport":"yoga","start":"2026-11-20T18:00:00+01:00","elapsedSeconds":3000},{"id":"b","ifMatch":"*","sport":"running","start":"2026-11-20T19:00:00+01:00","elapsedSeconds":3000}]}"""
    )!;

    [Fact]
    public Task Gpx_files() =>
        SendAllAsync(random => Request(random, HttpMethod.Post, Routes.ActivityImport, Mutations.Xml(random, Gpx), "application/gpx+xml"));

    [Fact]
    public Task Tcx_files() =>
        SendAllAsync(random =>
            Request(random, HttpMethod.Post, Routes.ActivityImport, Mutations.Xml(random, Tcx), "application/vnd.garmin.tcx+xml")
        );

    [Fact]
    public Task Created_and_replaced_activities() =>
        SendAllAsync(random =>
            random.Next(2) == 0
                ? Request(random, HttpMethod.Post, Routes.Activities, Mutations.Json(random, activity), "application/json")
                : Request(random, HttpMethod.Put, $"{Routes.Activities}/{Id(random)}", Mutations.Json(random, activity), "application/json")
        );

    [Fact]
    public Task Patches() =>
        SendAllAsync(random =>
            Request(
                random,
                HttpMethod.Patch,
                $"{Routes.Activities}/{Id(random)}",
                Mutations.Json(random, activity),
                "application/merge-patch+json"
            )
        );

    [Fact]
    public async Task Environment_descriptions()
    {
        using var client = new HttpClient { BaseAddress = api.Client.BaseAddress };
        var description = JsonNode.Parse(
            await client.GetStringAsync(Routes.EnvironmentDescription, TestContext.Current.CancellationToken)
        )!;
        await SendAllAsync(random =>
            Request(random, HttpMethod.Post, Routes.EnvironmentComparison, Mutations.Json(random, description), "application/json")
        );
    }

    [Fact]
    public Task Batches() =>
        SendAllAsync(random => Request(random, HttpMethod.Post, Routes.ActivityBatch, Mutations.Json(random, batch), "application/json"));

    [Fact]
    public async Task Queries()
    {
        foreach (var id in Ids)
            (await api.Client.PutAsync(id, activity.ToJsonString(), ("If-Match", "*"))).Dispose();
        var cursor = (string?)(await (await api.Client.GetAsync($"{Routes.Activities}?limit=1")).JsonAsync())["nextCursor"] ?? "";
        var token = (string?)(await (await api.Client.GetAsync(Routes.ActivityChanges)).JsonAsync())["nextToken"] ?? "";
        (string Path, (string Name, string Value)[] Parameters)[] queries =
        [
            (
                Routes.Activities,
                [
                    ("after", "2026-11-01T00:00:00Z"),
                    ("before", "2027-11-01T00:00:00Z"),
                    ("sport", "running"),
                    ("limit", "2"),
                    ("cursor", cursor),
                ]
            ),
            (Routes.Activities, [("limit", "1"), ("cursor", cursor)]),
            (Routes.ActivityChanges, [("token", token), ("limit", "10")]),
            (Routes.Summaries, [("period", "week"), ("from", "2026-10-01"), ("to", "2026-11-30"), ("sport", "running")]),
            ($"{Routes.Activities}/a", []),
        ];
        await SendAllAsync(random =>
        {
            var (path, parameters) = queries[random.Next(queries.Length)];
            var sent = parameters
                .Where(_ => random.Next(5) != 0)
                .Select(parameter => random.Next(3) == 0 ? (parameter.Name, Mutations.Text(random, parameter.Value)) : parameter)
                .ToList();
            if (random.Next(10) == 0)
                sent.Add((Mutations.Text(random, "limit"), Mutations.Text(random, "1")));
            var query = string.Join(
                '&',
                sent.Select(parameter => $"{Uri.EscapeDataString(parameter.Item1)}={Uri.EscapeDataString(parameter.Item2)}")
            );
            return Request(random, HttpMethod.Get, $"{path}?{query}", null, "");
        });
    }

    private static string Id(Random random) =>
        random.Next(10) == 0 ? Uri.EscapeDataString("x" + Mutations.Text(random, "a")) : Ids[random.Next(Ids.Length)];

    private static HttpRequestMessage Request(Random random, HttpMethod method, string path, byte[]? body, string mediaType)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation(
                "Content-Type",
                random.Next(50) == 0 ? MediaTypes[random.Next(MediaTypes.Length)] : mediaType
            );
        }
        AddHeader("If-Match", "*");
        AddHeader("If-None-Match", "\"1-1a21bccb438\"");
        AddHeader("Idempotency-Key", "7f2c");
        return request;

        void AddHeader(string name, string value)
        {
            if (random.Next(3) == 0)
                request.Headers.TryAddWithoutValidation(
                    name,
                    string.Concat(
                        (random.Next(4) == 0 ? Mutations.Text(random, value) : value).Where(character => character is >= ' ' and <= '~')
                    )
                );
        }
    }

    private async Task SendAllAsync(Func<Random, HttpRequestMessage> create)
    {
        using var client = new HttpClient { BaseAddress = api.Client.BaseAddress };
        await SendAllAsync(client, create);
    }

    private static Task SendAllAsync(HttpClient client, Func<Random, HttpRequestMessage> create) =>
        Gen.Int[0, int.MaxValue]
            .SampleAsync(
                async number =>
                {
                    using var request = create(new Random(number));
                    using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
                    Assert.True(
                        response.StatusCode
                            is >= HttpStatusCode.OK
                                and < HttpStatusCode.InternalServerError
                                or HttpStatusCode.ServiceUnavailable,
                        $"{request.Method} {request.RequestUri} answered {response.StatusCode}."
                    );
                    if (response.StatusCode >= HttpStatusCode.BadRequest && response.Content.Headers.ContentLength != 0)
                        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
                },
                iter: LongForm.Times(100, inLongForm: 2000),
                threads: 2
            );
}
