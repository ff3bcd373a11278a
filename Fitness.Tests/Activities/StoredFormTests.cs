using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Features.Activities;
using Fitness.Api.Web.Authentication;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Activities;

/// <summary>How an activity lies in the table. Tables hold items of this form for years: it must not change.</summary>
public sealed class StoredFormTests(SharedEngine engine)
{
    private const string Body = """
        {"sport":"trailRunning","name":"Übermütig 🏔","start":"2026-11-01T01:30:00.1234567+05:45","elapsedSeconds":1800,"movingSeconds":0,
         "distanceMeters":5012.50,"elevationGainMeters":0.000,"energyKilocalories":100000,"steps":5400,"averageHeartRate":151,
         "maxHeartRate":178,"source":"device","device":"Watch","notes":"wet\nroots"}
        """;

    [Fact]
    public async Task The_item_of_an_activity_has_exactly_these_attributes()
    {
        await using var api = await StartAsync();
        using var put = await api.Client.PutAsync("full", Body);
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        var created = await put.JsonAsync();
        var createdAt = ((DateTimeOffset)created["createdAt"]!).ToString("O");
        Assert.Equal(
            [
                "averageHeartRate N 151",
                "changeNumber N 1",
                $"createdAt S {createdAt}",
                "dayKey S 2026-11-01#full",
                "device S Watch",
                "distanceMeters N 5012.5",
                "elapsedSeconds N 1800",
                "elevationGainMeters N 0",
                "energyKilocalories N 100000",
                "id S full",
                "itemId S activity#full",
                "maxHeartRate N 178",
                "movingSeconds N 0",
                "name S Übermütig 🏔",
                "notes S wet\nroots",
                "source S Device",
                "sport S trailRunning",
                "sportKey S trailRunning#2026-10-31T19:45:00.1234567Z#full",
                "start S 2026-11-01T01:30:00.1234567+05:45",
                "startKey S 2026-10-31T19:45:00.1234567Z#full",
                "steps N 5400",
                $"updatedAt S {createdAt}",
                "userId S demo",
                "version N 1",
            ],
            await ReadAsync(api, "full")
        );
    }

    [Fact]
    public async Task A_missing_measure_has_no_attribute()
    {
        await using var api = await StartAsync();
        using var put = await api.Client.PutAsync(
            "bare",
            """{"sport":"yoga","start":"2026-11-01T00:30:00Z","elapsedSeconds":0,"notes":null}"""
        );
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        Assert.Equal(
            [
                "changeNumber",
                "createdAt",
                "dayKey",
                "elapsedSeconds",
                "id",
                "itemId",
                "sport",
                "sportKey",
                "start",
                "startKey",
                "updatedAt",
                "userId",
                "version",
            ],
            (await ReadAsync(api, "bare")).Select(attribute => attribute.Split(' ')[0])
        );
    }

    [Fact]
    public void The_hash_of_a_body_under_an_idempotency_key_is_that_of_the_fields_it_has()
    {
        // One for every field would be another as soon as there is another field, and a retry after that release be refused.
        var input = JsonSerializer.Deserialize(Http.Run, ActivityJson.Default.ActivityInput)!;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Http.Run))), IdempotencyKey.Fingerprint(input));
    }

    private async Task<ApiFixture> StartAsync()
    {
        var api = new ApiFixture(engine);
        await api.InitializeAsync();
        return api;
    }

    private async Task<IEnumerable<string>> ReadAsync(ApiFixture api, string id)
    {
        using var client = engine.CreateClient();
        var response = await client.GetItemAsync(api.Table, ActivityItem.Key(DemoUser.Id, ActivityKeys.Item(id)));
        return response
            .Item.OrderBy(attribute => attribute.Key, StringComparer.Ordinal)
            .Select(attribute => Text(attribute.Key, attribute.Value));
    }

    private static string Text(string name, AttributeValue value) => value.N is { } number ? $"{name} N {number}" : $"{name} S {value.S}";
}
