using System.Net;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fitness.Api.Storage;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Storage;

public sealed class TableTests(SharedEngine engine)
{
    [Fact]
    public async Task The_created_table_is_the_one_of_the_template()
    {
        await using var api = new ApiFixture(engine);
        await api.InitializeAsync();
        using var client = engine.CreateClient();
        var table = (await client.DescribeTableAsync(api.Table)).Table;
        var template = Template();

        Assert.Equal(
            Names(template["AttributeDefinitions"]!, "AttributeName", "AttributeType"),
            table.AttributeDefinitions.Select(attribute => $"{attribute.AttributeName} {attribute.AttributeType}").Order()
        );
        Assert.Equal(Names(template["KeySchema"]!, "AttributeName", "KeyType"), table.KeySchema.Select(Key).Order());
        Assert.Equal((string?)template["BillingMode"], table.BillingModeSummary.BillingMode.Value);
        var indexes = template["LocalSecondaryIndexes"]!.AsArray();
        Assert.Equal(indexes.Count, table.LocalSecondaryIndexes.Count);
        foreach (var index in indexes)
        {
            var found = table.LocalSecondaryIndexes.Single(other => other.IndexName == (string?)index!["IndexName"]);
            Assert.Equal(Names(index!["KeySchema"]!, "AttributeName", "KeyType"), found.KeySchema.Select(Key).Order());
            Assert.Equal((string?)index["Projection"]!["ProjectionType"], found.Projection.ProjectionType.Value);
            Assert.Equal(
                (index["Projection"]!["NonKeyAttributes"]?.AsArray() ?? []).Select(name => (string)name!).Order(),
                (found.Projection.NonKeyAttributes ?? []).Order()
            );
        }
        var timeToLive = (
            await client.DescribeTimeToLiveAsync(new DescribeTimeToLiveRequest { TableName = api.Table })
        ).TimeToLiveDescription;
        Assert.Equal(
            (TimeToLiveStatus.ENABLED, (string?)template["TimeToLiveSpecification"]!["AttributeName"]),
            (timeToLive.TimeToLiveStatus, timeToLive.AttributeName)
        );
    }

    [Fact]
    public void The_template_keys_only_what_it_defines_and_protects_the_data()
    {
        var template = Template();
        var defined = template["AttributeDefinitions"]!
            .AsArray()
            .Select(attribute => (string)attribute!["AttributeName"]!)
            .ToHashSet(StringComparer.Ordinal);
        var used = new[] { template }
            .Concat(template["LocalSecondaryIndexes"]!.AsArray().Select(index => index!.AsObject()))
            .SelectMany(owner => owner["KeySchema"]!.AsArray())
            .Select(key => (string)key!["AttributeName"]!)
            .ToHashSet(StringComparer.Ordinal);
        // CloudFormation rejects an attribute definition that no key uses, and a key without a definition.
        Assert.Equal(used.Order(StringComparer.Ordinal), defined.Order(StringComparer.Ordinal));
        Assert.Equal("PAY_PER_REQUEST", (string?)template["BillingMode"]);
        Assert.True((bool?)template["PointInTimeRecoverySpecification"]!["PointInTimeRecoveryEnabled"]);
        Assert.True((bool?)template["SSESpecification"]!["SSEEnabled"]);
        Assert.Equal("DeletionProtection", (string?)template["DeletionProtectionEnabled"]!["Ref"]);
        var resource = template.Parent!;
        Assert.Equal(("Retain", "Retain"), ((string?)resource["DeletionPolicy"], (string?)resource["UpdateReplacePolicy"]));
    }

    [Fact]
    public void The_index_by_day_stays_as_existing_tables_have_it() =>
        // CloudFormation replaces the table by an empty one if a projection changes. Summaries do without a change.
        Assert.Equal(
            "INCLUDE distanceMeters elapsedSeconds elevationGainMeters energyKilocalories id movingSeconds sport steps",
            TableDefinition.Load().Shape.Indexes[TableIndexes.ByDay].Projection
        );

    public static TheoryData<string, string> Alterations =>
        new()
        {
            { "no BySport", "index BySport is missing" },
            { "keys only", "projection of index ByStart is 'KEYS_ONLY', not 'ALL'" },
            {
                "fewer measures",
                "projection of index ByDay is 'INCLUDE distanceMeters elapsedSeconds elevationGainMeters energyKilocalories id movingSeconds sport', not 'INCLUDE"
            },
            { "other key", "key of index ByChange is 'userId HASH S + createdAt RANGE S', not 'userId HASH S + changeNumber RANGE N'" },
            { "other type", "key of index ByChange is 'userId HASH S + changeNumber RANGE S', not 'userId HASH S + changeNumber RANGE N'" },
            { "no ttl", "time to live is 'off', not 'expiresAt'" },
            { "extra index", "index Extra is not in the definition" },
            { "other sort key", "key is 'userId HASH S + id RANGE S', not 'userId HASH S + itemId RANGE S'" },
        };

    [Theory]
    [MemberData(nameof(Alterations))]
    public async Task A_table_altered_by_hand_makes_readiness_fail_with_its_difference(string alteration, string text)
    {
        await using var api = new ApiFixture(engine);
        using var client = engine.CreateClient();
        await CreateAlteredAsync(client, api.Table, alteration);
        await api.InitializeAsync();
        using var health = await api.Client.GetAsync("/health", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        var description = (string)(await health.JsonAsync())["checks"]!["table"]!["description"]!;
        Assert.Contains(text, description, StringComparison.Ordinal);
        using var alive = await api.Client.GetAsync("/alive", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    [Fact]
    public async Task A_table_that_is_there_and_right_is_ready_and_kept()
    {
        await using var first = new ApiFixture(engine);
        await first.InitializeAsync();
        using var put = await first.Client.PutAsync("kept", Http.Run);
        await using var second = new ApiFixture(engine).With(SettingNames.Table, first.Table);
        await second.InitializeAsync();
        using var get = await second.Client.GetActivityAsync("kept");
        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
        using var health = await second.Client.GetAsync("/health", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task Without_a_table_readiness_fails_and_says_so()
    {
        engine.SkipWithout();
        using var storage = new HookedDynamoDBClient(engine) { HasNoTable = true };
        await using var api = new ApiFixture(engine).WithStorage(storage);
        await api.InitializeAsync();
        using var health = await api.Client.GetAsync(Routes.Health, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal($"There is no table {api.Table}.", (string?)(await health.JsonAsync())["checks"]!["table"]!["description"]);
    }

    [Fact]
    public async Task A_table_that_vanishes_answers_503_and_is_made_anew()
    {
        // This happens when a local in-memory engine is restarted while the API keeps running.
        await using var api = new ApiFixture(engine).With("Sample:Enabled", "true");
        await api.InitializeAsync();
        using var client = engine.CreateClient();
        await client.DeleteTableAsync(api.Table);
        using var get = await api.Client.GetActivityAsync("1");
        await get.ProblemAsync(503, "storage-unavailable");

        await Eventually.WaitForAsync(
            async () =>
            {
                using var again = await api.Client.GetActivityAsync("1");
                return again.StatusCode == HttpStatusCode.OK;
            },
            () => "The table with its samples did not come back."
        );
    }

    private static Task CreateAlteredAsync(AmazonDynamoDBClient client, string table, string alteration) =>
        Tables.CreateAsync(
            client,
            table,
            definition =>
            {
                var (indexes, attributes, keys) = (definition.LocalIndexes, definition.Attributes, definition.Keys);
                switch (alteration)
                {
                    case "no BySport":
                        indexes.RemoveAll(index => index.IndexName == TableIndexes.BySport);
                        attributes.RemoveAll(attribute => attribute.AttributeName == "sportKey");
                        break;
                    case "keys only":
                        indexes.Single(index => index.IndexName == TableIndexes.ByStart).Projection = new Projection
                        {
                            ProjectionType = ProjectionType.KEYS_ONLY,
                        };
                        break;
                    case "fewer measures":
                        indexes.Single(index => index.IndexName == TableIndexes.ByDay).Projection.NonKeyAttributes.Remove("steps");
                        break;
                    case "other key":
                        indexes.Single(index => index.IndexName == TableIndexes.ByChange).KeySchema[1].AttributeName = "createdAt";
                        attributes.RemoveAll(attribute => attribute.AttributeName == "changeNumber");
                        attributes.Add(new("createdAt", "S"));
                        break;
                    case "other type":
                        attributes.Single(attribute => attribute.AttributeName == "changeNumber").AttributeType = ScalarAttributeType.S;
                        break;
                    case "extra index":
                        indexes.Add(
                            new LocalSecondaryIndex
                            {
                                IndexName = "Extra",
                                KeySchema = [new("userId", KeyType.HASH), new("extra", KeyType.RANGE)],
                                Projection = new Projection { ProjectionType = ProjectionType.ALL },
                            }
                        );
                        attributes.Add(new("extra", "S"));
                        break;
                    case "other sort key":
                        keys[1].AttributeName = "id";
                        attributes.RemoveAll(attribute => attribute.AttributeName == "itemId");
                        attributes.Add(new("id", "S"));
                        break;
                }
            },
            withTimeToLive: alteration != "no ttl"
        );

    private static JsonObject Template()
    {
        using var stream = typeof(Program).Assembly.GetManifestResourceStream("resources.template.json")!;
        return JsonNode.Parse(stream)!["Resources"]!["ActivitiesTable"]!["Properties"]!.AsObject();
    }

    private static string Key(KeySchemaElement key) => $"{key.AttributeName} {key.KeyType}";

    private static IEnumerable<string> Names(JsonNode array, string name, string type) =>
        array.AsArray().Select(item => $"{item![name]} {item[type]}").Order();
}
