using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Import;

/// <summary>Many imports at once.</summary>
public sealed class ImportSlotTests(SharedEngine engine)
{
    private const string Gpx = "application/gpx+xml";

    [Fact]
    public async Task More_imports_at_once_than_allowed_are_refused_before_their_body_is_read_and_nobody_waits()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var api = new ApiFixture(engine).WithIssuer(issuer).With("Import:PerUser", "1").With("Import:InAll", "2");
        await api.InitializeAsync();
        using var ann = PatientClient(api, issuer.Token("ann"));
        using var bob = PatientClient(api, issuer.Token("bob"));
        using var eve = PatientClient(api, issuer.Token("eve"));
        using var first = new HeldContent(File("ann"), Gpx);
        using var second = new HeldContent(File("bob"), Gpx);
        var imports = new[] { SendAsync(ann, first), SendAsync(bob, second) };
        await WaitUntilAskedAsync(first);
        await WaitUntilAskedAsync(second);

        await AssertRefusedAsync(eve, 503, "imports-busy");
        // Whoever has too many imports is told so, even if there are too many in all.
        await AssertRefusedAsync(ann, 429, "too-many-imports");
        foreach (var client in new[] { ann, eve })
        {
            using var list = await client.GetAsync(Routes.Activities, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, list.StatusCode);
        }
        Assert.DoesNotContain(imports, import => import.IsCompleted);

        first.Release();
        second.Release();
        foreach (var import in imports)
            await AssertImportedAsync(import);
        using var next = Content(File("again"));
        await AssertImportedAsync(SendAsync(ann, next));
    }

    [Fact]
    public async Task An_import_that_breaks_off_or_is_refused_makes_room()
    {
        await using var api = new ApiFixture(engine).With("Import:PerUser", "1");
        await api.InitializeAsync();
        using (var client = PatientClient(api))
        using (var held = new HeldContent(File("held"), Gpx))
        using (var leaves = new CancellationTokenSource())
        {
            var import = SendAsync(client, held, leaves.Token);
            await WaitUntilAskedAsync(held);
            await AssertRefusedAsync(client, 429, "too-many-imports");
            await leaves.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => import);
        }
        using var broken = Content("<gpx"u8.ToArray());
        await Eventually.WaitForAsync(
            async () =>
            {
                using var response = await SendAsync(api.Client, broken);
                return response.StatusCode == HttpStatusCode.UnprocessableEntity;
            },
            () => "The import that broke off still counts."
        );
        using var whole = Content(File("whole"));
        await AssertImportedAsync(SendAsync(api.Client, whole));
    }

    [Fact]
    public async Task While_files_are_parsed_other_requests_are_answered()
    {
        const int files = 20;
        await using var api = new ApiFixture(engine).With("Import:PerUser", "100").With("Import:InAll", "100");
        await api.InitializeAsync();
        // The most work for the bytes: each pair of points lies on opposite sides of the globe.
        var points = Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Repeat("<trkpt lat=\"0.3\" lon=\"0\"/><trkpt lat=\"-0.25\" lon=\"179.7\"/>", 6_000))
        );
        var contents = Enumerable
            .Range(0, files)
            .Select(number => Content([.. Begin($"{number}"), .. points, .. "</trkseg></trk></gpx>"u8]))
            .ToList();
        var imports = contents.Select(content => SendAsync(api.Client, content)).ToList();
        var reads = 0;
        while (!imports.Any(import => import.IsCompleted) || reads == 0)
        {
            using var list = await api.Client.GetAsync(Routes.Activities, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, list.StatusCode);
            reads++;
        }
        Assert.True(
            imports.Count(import => import.IsCompleted) < files / 2,
            $"Of {files} imports, {imports.Count(import => import.IsCompleted)} ended before {reads} reads did."
        );
        foreach (var import in imports)
            (await import).Dispose();
        foreach (var content in contents)
            content.Dispose();
    }

    [Theory]
    [InlineData("Import__PerUser")]
    [InlineData("Import__InAll")]
    public async Task A_wrong_limit_stops_the_start_with_one_line(string setting)
    {
        var (exitCode, output) = await ApiProcess.RunAsync(
            "Development",
            ("Engine__InMemory", "true"),
            ("Engine__DataPath", Folders.Create()),
            (setting, "0"),
            ("Logging__LogLevel__Default", "None")
        );
        Assert.Equal(1, exitCode);
        Assert.Contains($"{setting} is '0'; use a number from 1 to 1000", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', output);
    }

    /// <summary>A client that sends no body before the server asks for it.</summary>
    private static HttpClient PatientClient(ApiFixture api, string? token = null)
    {
        var client = new HttpClient(
            new ContractHandler { InnerHandler = new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan } }
        )
        {
            BaseAddress = api.Client.BaseAddress,
        };
        client.DefaultRequestHeaders.ExpectContinue = true;
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static Task WaitUntilAskedAsync(HeldContent content) =>
        Eventually.WaitForAsync(() => Task.FromResult(content.Asked), () => "The server never asked for the body.");

    private static async Task AssertRefusedAsync(HttpClient client, int status, string type)
    {
        using var content = new HeldContent(File("refused"), Gpx);
        using var response = await SendAsync(client, content);
        await response.ProblemAsync(status, type);
        Assert.True(response.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        Assert.False(content.Asked);
    }

    private static async Task AssertImportedAsync(Task<HttpResponseMessage> import)
    {
        using var response = await import;
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient client,
        HttpContent content,
        CancellationToken cancellation = default
    ) =>
        await client.PostAsync(
            $"{Routes.ActivityImport}?duplicates=store",
            content,
            cancellation == default ? TestContext.Current.CancellationToken : cancellation
        );

    private static ByteArrayContent Content(byte[] file) => new(file) { Headers = { ContentType = new MediaTypeHeaderValue(Gpx) } };

    // The client would send a body of less than 1 KB although it is refused.
    private static byte[] File(string name) =>
        [
            .. Begin(name),
            .. "<trkpt lat=\"0\" lon=\"0\"><time>2026-11-01T06:30:00Z</time></trkpt></trkseg></trk></gpx>"u8,
            .. Enumerable.Repeat((byte)' ', 2000),
        ];

    private static byte[] Begin(string name) =>
        Encoding.UTF8.GetBytes($"<gpx xmlns=\"http://www.topografix.com/GPX/1/1\"><trk><name>{name}</name><trkseg>");
}
