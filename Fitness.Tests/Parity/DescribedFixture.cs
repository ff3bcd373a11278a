using System.Text.Json.Nodes;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Parity;

/// <summary>The descriptions of a real service, read once: the tests compare them with changed copies.</summary>
public sealed class DescribedFixture : IAsyncLifetime
{
    private const string Key = "a-key-of-the-hashes";

    private readonly SharedEngine engine;
    private readonly ApiFixture api;
    private readonly Lazy<Task<JsonNode>> program = new(async () =>
        JsonNode.Parse((await ApiProcess.CommandAsync(ApiProgram.DescribeCommand)).Output)!
    );
    private JsonNode? served;

    public DescribedFixture(SharedEngine engine)
    {
        this.engine = engine;
        api = new ApiFixture(engine)
            .With(SettingNames.Image, ImageExamples.Local)
            .With(SettingNames.ParityKey, Key)
            .With($"{SettingNames.BearerSection}:SigningKeys:0:Issuer", "issuer")
            .With($"{SettingNames.BearerSection}:SigningKeys:0:Value", "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0")
            .With($"{SettingNames.BearerSection}:ValidIssuer", "issuer")
            .With(SettingNames.Audience, "fitness");
    }

    /// <summary>What the service says of itself.</summary>
    public JsonNode Served
    {
        get
        {
            ImageUnderTest.SkipInside("The test compares what the API of this checkout says of itself");
            // Skips the test where there is no engine.
            _ = api.Client;
            return served!.DeepClone();
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (engine.IsMissing || ImageUnderTest.Name is not null)
            return;
        await api.InitializeAsync();
        using var client = new HttpClient { BaseAddress = api.Client.BaseAddress };
        // During development, the tests' own changes are not committed yet.
        served = JsonNode.Parse(await client.GetStringAsync(Routes.EnvironmentDescription))!.With("/build/dirty", "false");
    }

    /// <summary>What the program says of itself without a server, as <c>describe</c> in a process of its own.</summary>
    public async Task<JsonNode> DescribeProgramAsync() => (await program.Value).With("/build/dirty", "false");

    public ValueTask DisposeAsync() => api.DisposeAsync();
}
