using System.Net;
using System.Text;
using System.Text.Json;
using Fitness.Api.Features.Capsule.Capture;
using Fitness.Api.Features.Capsule.Recording;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Fitness.Tests.Capsule;

/// <summary>A service whose records lie in a folder, as those of another process.</summary>
public sealed class CaptureFixture(SharedEngine engine) : IAsyncLifetime
{
    /// <summary>The value of a setting that is a secret.</summary>
    public const string Key = "a-key-with-\"quotes\"-0123456789abcdef";

    private readonly UsersFixture users = new(engine);
    private readonly string folder = Folders.Create();
    private RingMemory? memory;

    /// <summary>A client of a user.</summary>
    public HttpClient Client(string user) => users.CreateClient(users.Issuer.Token(user));

    /// <summary>Puts an activity.</summary>
    public static async Task PutAsync(HttpClient client, string id, string name)
    {
        using var response = await client.PutAsync(
            $"/v1/activities/{id}",
            new StringContent(
                $$"""{"sport":"running","start":"2026-06-01T10:00:00+02:00","elapsedSeconds":600,"name":{{JsonSerializer.Serialize(name)}}}""",
                Encoding.UTF8,
                "application/json"
            ),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    /// <summary>Writes what is recorded into the folder, once nothing of these users is in progress.</summary>
    public async Task SaveAsync(params string[] of)
    {
        var slots = users.Services.GetRequiredService<RequestRings>().Slots;
        await Eventually.WaitForAsync(
            () => Task.FromResult(of.All(user => slots.CountOf(user) == 0)),
            () => "A request is still in progress."
        );
        await File.WriteAllBytesAsync(
            Path.Combine(folder, "requests-1"),
            memory!.Read(0, RequestRings.Bytes),
            TestContext.Current.CancellationToken
        );
    }

    /// <summary>Captures, as a file.</summary>
    /// <exception cref="StartException">Nothing was captured.</exception>
    internal async Task<string> CaptureAsync(CaptureRequest request, Action<string>? say = null)
    {
        var path = Path.Combine(Folders.Create(), "capsule.zip");
        await File.WriteAllBytesAsync(
            path,
            await users
                .Services.GetRequiredService<CaptureMaker>()
                .MakeAsync(request, say ?? (_ => { }), TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken
        );
        return path;
    }

    /// <summary>Captures, and unpacks it.</summary>
    /// <exception cref="StartException">Nothing was captured.</exception>
    internal async Task<Dictionary<string, byte[]>> CaptureFilesAsync(CaptureRequest request) =>
        ReportFile.Unpack(await File.ReadAllBytesAsync(await CaptureAsync(request), TestContext.Current.CancellationToken));

    public async ValueTask InitializeAsync()
    {
        users
            .With(SettingNames.RecordingPath, folder)
            .With(SettingNames.ParityKey, Key)
            .WithServices(services => services.AddSingleton(_ => new RequestRings(memory = new RingMemory(RequestRings.Bytes))));
        await users.InitializeAsync();
    }

    public ValueTask DisposeAsync() => users.DisposeAsync();
}
