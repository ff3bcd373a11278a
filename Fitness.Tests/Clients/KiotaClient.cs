using Fitness.Client;
using Fitness.Client.Models;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

namespace Fitness.Tests.Clients;

/// <summary>The generated client in C#, as an app calls it.</summary>
internal sealed class KiotaClient : IDisposable
{
    private readonly HttpClientRequestAdapter adapter;

    /// <param name="http">Sends the user's token with each call.</param>
    public KiotaClient(HttpClient http)
    {
        adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http)
        {
            BaseUrl = http.BaseAddress!.AbsoluteUri.TrimEnd('/'),
        };
        Api = new FitnessClient(adapter);
        Files = new FilesClient.FilesClient(adapter);
    }

    public FitnessClient Api { get; }

    public FilesClient.FilesClient Files { get; }

    public static ActivityInput RunOn(int day) =>
        new()
        {
            Sport = Sport.Running,
            Start = new DateTimeOffset(2026, 11, day, 7, 30, 0, TimeSpan.FromHours(1)),
            ElapsedSeconds = 1860,
            Notes = "Windy",
        };

    /// <summary>Stores an activity under an id of its own.</summary>
    public async Task<Activity> CreateAsync(ActivityInput activity)
    {
        var stored = await Api.V1.Activities[Guid.CreateVersion7().ToString()].PutAsync(activity);
        Assert.NotNull(stored);
        return stored;
    }

    public void Dispose() => adapter.Dispose();
}
