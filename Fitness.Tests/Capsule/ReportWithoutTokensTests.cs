using System.Net;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Capsule;

/// <summary>A report where everybody is the same user.</summary>
public sealed class ReportWithoutTokensTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_method_of_a_clients_own_is_not_in_it_and_replays()
    {
        using var request = new HttpRequestMessage(new HttpMethod("GEHEIM"), "/v1/activities");
        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        var folder = await api.Client.ReportFolderAsync();
        Assert.DoesNotContain(
            "GEHEIM",
            await File.ReadAllTextAsync(Path.Combine(folder, CapsuleNames.Requests), TestContext.Current.CancellationToken),
            StringComparison.OrdinalIgnoreCase
        );
        var (_, result) = await ReplayFixture.ReplayAsync(folder);
        var replayed = Assert.Single(result.Requests);
        Assert.Equal((405, 0), (replayed.Answer?.Status, replayed.Differences.Count));
    }
}
