using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Image;

/// <summary><c>fitness capture</c> of QA's container, whose data is in the region.</summary>
public sealed class CaptureInTestTests(BuiltImage image, SharedEngine engine)
{
    private const string Key = "planted-key-0123456789abcdef";
    private const string Name = "Mit Oma zum Arzt";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_has_one_users_part_and_no_secret_in_any_layer_and_replays_without_a_network()
    {
        await using var region = await Region.StartAsync(image, engine);
        await using var api = await region.RunAsync(image.Name, (SettingNames.ParityKey, Key));
        var (ann, bob) = ($"ann-{Guid.NewGuid():N}", $"bob-{Guid.NewGuid():N}");
        var (token, other) = (region.Issuer.Token(ann), region.Issuer.Token(bob));
        await SendAsync(other, HttpMethod.Put, "/v1/activities/one", HttpStatusCode.Created);
        await SendAsync(token, HttpMethod.Put, "/v1/activities/one", HttpStatusCode.Created);
        await SendAsync(token, HttpMethod.Get, "/v1/activities/one", HttpStatusCode.OK);
        await SendAsync(token, HttpMethod.Get, "/v1/activities", HttpStatusCode.OK);
        // Where a token does not belong.
        await SendAsync(token, HttpMethod.Get, $"/v1/activities?access_token={token}", HttpStatusCode.BadRequest);
        await SendAsync(token, HttpMethod.Get, $"/v1/activities/{token}", HttpStatusCode.BadRequest);

        var name = $"test-{Guid.NewGuid():N}";
        var (exitCode, output, error) = await FitnessCli.RunAsync(
            Repository.Root,
            null,
            [
                "capture",
                (string)(await api.InspectAsync())["Id"]!,
                "--user",
                ann,
                "--title",
                "It is wrong",
                "--note",
                $"I sent Authorization: Bearer {token}",
                "--name",
                name,
            ]
        );
        Assert.True(exitCode == 0, output + error);
        Assert.Contains("redacted", output, StringComparison.Ordinal);
        var capsule = output.Split('\n').First(line => line.Trim().StartsWith("capsule ", StringComparison.Ordinal)).Trim().Split(' ')[^1];
        try
        {
            string[] hidden = [token, other, Key, Name, ann, bob, .. region.Aws.Secrets, .. region.Aws.UsedKeys.Distinct()];
            Assert.Empty(await SavedImage.FindAsync(capsule, hidden));
            (exitCode, output, error) = await FitnessCli.RunAsync(Repository.Root, null, ["replay", capsule]);
            Assert.True(exitCode == 0, output + error);
            Assert.Contains("5 of 5 answers are as recorded", output, StringComparison.Ordinal);
        }
        finally
        {
            await Docker.RunAsync("image", "rm", "--force", capsule);
        }

        async Task SendAsync(string of, HttpMethod method, string target, HttpStatusCode expected)
        {
            using var request = new HttpRequestMessage(method, target);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", of);
            if (method == HttpMethod.Put)
                request.Content = new StringContent(
                    $$"""{"sport":"running","start":"2026-06-01T10:00:00+02:00","elapsedSeconds":600,"name":"{{Name}}"}""",
                    Encoding.UTF8,
                    "application/json"
                );
            using var response = await api.Client.SendAsync(request, Cancelled);
            Assert.Equal(expected, response.StatusCode);
        }
    }
}
