using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Fitness.AppHost;
using Fitness.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Fitness.Tests.AppHost;

/// <summary>A fake region for the AppHost's Test: a fake CloudFormation, which creates its templates' tables, and the embedded engine as DynamoDB.</summary>
internal sealed class FakeStackRegion : IAsyncDisposable
{
    /// <summary>The table that a stack gets.</summary>
    public const string Table = "fitness-test-table";

    /// <summary>The stack that <see cref="DeployAsync"/> deploys.</summary>
    public const string Existing = "fitness-qa";

    private const int Attempts = 5;
    private readonly BackgroundProgram engine;
    private readonly Uri dynamoDB;

    private FakeStackRegion(FakeCloudFormation cloudFormation, BackgroundProgram engine, Uri dynamoDB) =>
        (CloudFormation, this.engine, this.dynamoDB) = (cloudFormation, engine, dynamoDB);

    public FakeCloudFormation CloudFormation { get; }

    /// <summary>The variables that direct the AppHost and its API to this region, with credentials.</summary>
    public (string Name, string Value)[] Variables =>
        [
            (SettingNames.Region, FakeAws.Region),
            (SettingNames.AccessKey, "AKIAEXAMPLE"),
            (SettingNames.SecretKey, "kept-to-yourself"),
            ("AWS_ENDPOINT_URL", CloudFormation.Address.AbsoluteUri),
            (SettingNames.Endpoint, dynamoDB.AbsoluteUri),
            (SettingNames.AllowEndpointOverride, "true"),
            ($"{SettingNames.BearerSection}:RequireHttpsMetadata", "false"),
        ];

    public static async Task<FakeStackRegion> StartAsync()
    {
        EmbeddedAppHost.RequireEngine();
        var (started, address) = await StartEngineAsync();
        var region = new FakeStackRegion(await FakeCloudFormation.StartAsync(), started, address);
        region.CloudFormation.Resources = stack => new Dictionary<string, string>
        {
            ["ActivitiesTable"] = Table,
            ["UserPool.ProviderURL"] = "https://issuer.example",
        };
        region.CloudFormation.Provision = region.MakeTableAsync;
        return region;
    }

    public async ValueTask DisposeAsync()
    {
        await CloudFormation.DisposeAsync();
        await engine.DisposeAsync();
    }

    /// <summary>Deploys the stack beforehand, as somebody else.</summary>
    public async Task DeployAsync(string template)
    {
        using var client = new HttpClient { BaseAddress = CloudFormation.Address };
        client.DefaultRequestHeaders.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential=somebody/20260101/{FakeAws.Region}/cloudformation/aws4_request"
        );
        foreach (var action in new[] { "CreateChangeSet", "ExecuteChangeSet" })
        {
            using var response = await client.PostAsync(
                "/",
                new FormUrlEncodedContent(
                    new Dictionary<string, string>
                    {
                        ["Action"] = action,
                        ["StackName"] = Existing,
                        ["TemplateBody"] = template,
                    }
                )
            );
            response.EnsureSuccessStatusCode();
        }
        await Eventually.WaitForAsync(
            () => Task.FromResult(CloudFormation.Stacks[Existing].Status == "CREATE_COMPLETE"),
            () => string.Join('\n', CloudFormation.Stacks[Existing].Events)
        );
    }

    /// <summary>Starts the engine on a free port, and anew on another if that one has been taken in the meantime.</summary>
    private static async Task<(BackgroundProgram Engine, Uri Address)> StartEngineAsync()
    {
        var binary = Machine.Current(new ConfigurationBuilder().Build()).EngineBinary()!;
        for (var attempt = 1; ; attempt++)
        {
            Assert.InRange(attempt, 1, Attempts);
            var address = FreeAddress.Find();
            var started = new BackgroundProgram(binary, EngineProgram.Arguments(address.Port, folder: null));
            using var client = new HttpClient { BaseAddress = address };
            await Eventually.WaitForAsync(
                async () => started.HasEnded || await AnswersAsync(client),
                () => $"The engine at {address} does not answer."
            );
            if (!started.HasEnded)
                return (started, address);
            await started.DisposeAsync();
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var response = await client.GetAsync("/");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Creates the table as CloudFormation does: the properties of the resource have the names of the call's members.</summary>
    private async Task MakeTableAsync(FakeStack stack)
    {
        if (stack.Template.Resources["ActivitiesTable"] is not JsonObject resource)
            return;
        var properties = (JsonObject)stack.Template.Resolve(resource["Properties"], stack.Values)!;
        var table = new JsonObject(
            properties
                .Where(property => property.Key is "AttributeDefinitions" or "KeySchema" or "LocalSecondaryIndexes" or "BillingMode")
                .Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone()))
        )
        {
            ["TableName"] = Table,
        };
        using var client = new HttpClient { BaseAddress = dynamoDB };
        if (await CallAsync(client, "CreateTable", table))
            await CallAsync(
                client,
                "UpdateTimeToLive",
                new JsonObject { ["TableName"] = Table, ["TimeToLiveSpecification"] = properties["TimeToLiveSpecification"]!.DeepClone() }
            );
    }

    /// <returns>Whether it succeeded; an existing table is left unchanged.</returns>
    private static async Task<bool> CallAsync(HttpClient client, string operation, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/x-amz-json-1.0")),
        };
        request.Headers.Add("X-Amz-Target", $"DynamoDB_20120810.{operation}");
        request.Headers.Add("X-Amz-Date", "20260101T000000Z");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential=stack/20260101/{FakeAws.Region}/dynamodb/aws4_request, SignedHeaders=host, Signature=0"
        );
        using var response = await client.SendAsync(request);
        var content = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode || content.Contains("ResourceInUseException", StringComparison.Ordinal), content);
        return response.IsSuccessStatusCode;
    }
}
