using System.Net.Sockets;
using System.Security.Claims;
using System.Text;
using Fitness.Api.Features.Capsule.Recording;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Fitness.Tests.Capsule;

/// <summary>The request that ended the process is there afterwards: each one is written down before it is served.</summary>
public sealed class RequestsInProgressTests : IDisposable
{
    private const string Body = """{"sport":"running"}""";

    private readonly string folder = Folders.Create();
    private RequestRings rings;
    private RequestRecorder recorder;

    public RequestsInProgressTests() => (rings, recorder) = Open();

    [Fact]
    public async Task One_whose_end_the_process_did_not_see_is_there_with_what_it_sent()
    {
        await BeginAsync("ann", read: true);
        Crash();
        var record = Assert.Single(Records("ann"));
        Assert.Equal(("PUT", "/v1/activities/one", 0L, 0), (record.Method, record.Target, record.Ended, record.Status));
        Assert.Equal(Body, Encoding.UTF8.GetString(record.Body.Bytes!));
        Assert.Equal("application/json", Assert.Single(record.Headers).Value);
        Assert.Equal((0, 0), (record.ResponseBody.Bytes!.Length, record.Storage.Count));
    }

    [Fact]
    public async Task One_whose_body_was_not_read_is_there_without_it()
    {
        await BeginAsync("ann", read: false);
        Crash();
        Assert.Empty(Assert.Single(Records("ann")).Body.Bytes!);
        // It stays one after the next start.
        Crash();
        Assert.Single(Records("ann"));
    }

    [Fact]
    public async Task A_larger_body_is_its_length_and_its_hash()
    {
        var body = new string('x', 20_000);
        await BeginAsync("ann", read: true, body);
        Crash();
        var kept = Assert.Single(Records("ann")).Body;
        Assert.Equal((null, body.Length), (kept.Bytes, kept.Length));
    }

    [Fact]
    public async Task One_that_has_ended_is_there_once()
    {
        var (record, context) = await BeginAsync("ann", read: true);
        recorder.End(record, context);
        Crash();
        Assert.NotEqual(0, Assert.Single(Records("ann")).Ended);
    }

    [Fact]
    public async Task After_the_user_is_erased_nothing_of_it_is()
    {
        var (_, context) = await BeginAsync("ann", read: false);
        await BeginAsync("bob", read: true);
        recorder.Erase("ann");
        await ReadAsync(context);
        Assert.Equal(["bob"], FileHas("ann", "bob"));
        Crash();
        Assert.Equal(["bob"], rings.Owners());
    }

    [Fact]
    public async Task Those_for_which_there_is_no_place_are_recorded_when_they_end()
    {
        var all = new List<(RequestRecord Record, DefaultHttpContext Context)>();
        for (var number = 0; number < 100; number++)
            all.Add(await BeginAsync("ann", read: true));
        foreach (var (record, context) in all)
            recorder.End(record, context);
        Assert.Equal(100, Records("ann").Count);
        await BeginAsync("ann", read: true);
        Crash();
        Assert.Equal(101, Records("ann").Count);
    }

    [Fact]
    public async Task A_process_that_is_killed_leaves_it()
    {
        Platform.RequireSignals();
        var data = Folders.Create();
        await using var api = await ApiProcess.StartAsync(
            (SettingNames.Variable(SettingNames.EngineDataPath), data),
            (SettingNames.Variable(SettingNames.RecordingPath), folder + "-killed")
        );
        using var client = new TcpClient(api.Client.BaseAddress!.Host, api.Client.BaseAddress.Port);
        await client
            .GetStream()
            .WriteAsync(
                Encoding.ASCII.GetBytes(
                    "PUT /v1/activities/one?access_token=planted HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer planted\r\nCookie: s=planted\r\nX-Api-Key: planted\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"
                ),
                TestContext.Current.CancellationToken
            );
        // A copy of the file of a process that runs is as one of a process that has crashed.
        var copies = 0;
        List<RecordedRequest> found = [];
        await Eventually.WaitForAsync(
            async () =>
            {
                var copy = $"{folder}-copy-{copies++}";
                await Docker.RunProgramAsync("cp", "--recursive", folder + "-killed", copy);
                found = Found(copy);
                return found.Count > 0;
            },
            () => api.Output
        );
        Assert.Equal(("PUT", 0L), (Assert.Single(found).Method, found[0].Ended));
        using var engine = api.Engine();
        await api.KillAsync();
        engine.Kill();
        Assert.Equal(found[0].Began, Assert.Single(Found(folder + "-killed")).Began);
        Assert.Equal(-1, File.ReadAllBytes(Assert.Single(Directory.GetFiles(folder + "-killed"))).AsSpan().IndexOf("planted"u8));
    }

    public void Dispose() => rings.Dispose();

    private static List<RecordedRequest> Found(string folder)
    {
        using var found = new RequestRings(RingFile.Open(folder, RequestRings.Bytes));
        return [.. found.Owners().SelectMany(found.Read).Select(record => RecordReader.Read(record)!)];
    }

    private (RequestRings Rings, RequestRecorder Recorder) Open()
    {
        var opened = new RequestRings(RingFile.Open(folder, RequestRings.Bytes));
        return (opened, new RequestRecorder(opened, TimeProvider.System));
    }

    // Nothing is written when the file is closed.
    private void Crash()
    {
        rings.Dispose();
        (rings, recorder) = Open();
    }

    private async Task<(RequestRecord Record, DefaultHttpContext Context)> BeginAsync(string user, bool read, string body = Body)
    {
        var record = recorder.Begin();
        var context = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", user)])) };
        (context.Request.Method, context.Request.Path, context.Request.ContentType) = ("PUT", "/v1/activities/one", "application/json");
        context.Request.Body = new RecordedBody(new MemoryStream(Encoding.UTF8.GetBytes(body)), record.Request, record);
        recorder.Identify(record, context);
        if (read)
            await ReadAsync(context);
        return (record, context);
    }

    private static Task ReadAsync(DefaultHttpContext context) =>
        context.Request.Body.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);

    private List<RecordedRequest> Records(string user) => rings.Read(user).ConvertAll(record => RecordReader.Read(record)!);

    private List<string> FileHas(params string[] texts)
    {
        rings.Dispose();
        var bytes = File.ReadAllBytes(Assert.Single(Directory.GetFiles(folder)));
        (rings, recorder) = Open();
        return [.. texts.Where(text => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)];
    }
}
