using System.Net.Http.Json;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Storage;

/// <summary>Runs after the tests that run in parallel: to know what they have called, or to have the machine to itself.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AfterTheOthers
{
    public const string Name = "After the others";
}

/// <summary>The role's policy allows exactly what the API calls.</summary>
[Collection(AfterTheOthers.Name)]
public sealed class TablePolicyTests(SharedEngine engine)
{
    private const string TableArn = "arn:aws:dynamodb:eu-central-1:111122223333:table/activities";

    // On local engines, the API creates and fills the table. Only TableCreator, SampleData and a replay's CapsuleState, which run only in
    // Development, call these.
    private static readonly string[] OfLocalEngines =
    [
        "dynamodb:BatchWriteItem",
        "dynamodb:CreateTable",
        "dynamodb:DeleteTable",
        "dynamodb:ListTables",
        "dynamodb:Scan",
        "dynamodb:UpdateContinuousBackups",
        "dynamodb:UpdateTimeToLive",
    ];

    [Fact]
    public async Task The_role_allows_what_the_API_calls_and_nothing_else()
    {
        ImageUnderTest.SkipInside("The test looks at the requests of the API's client");
        await CallEverythingAsync();
        var recorded = RecordedActions
            .All.Keys.Where(key => !OfLocalEngines.Contains(key.Action))
            .Select(key => (key.Action, Resource: key.OnIndex ? $"{TableArn}/index/*" : TableArn))
            .ToHashSet();
        var template = CloudFormationTemplate.Read("docker-host.template.yaml");
        var role = template.Resolve(
            template.Resources["Role"],
            new Dictionary<string, string>
            {
                ["ResourcesStack"] = "data",
                ["data-ActivitiesTableArn"] = TableArn,
                ["RepositoryArn"] = "arn:aws:ecr:eu-central-1:111122223333:repository/fitness",
                ["AWS::StackId"] = "stack",
                ["Log.Arn"] = "log",
            }
        )!;
        var allowed = new RolePolicy(role).Allowed.Where(pair => pair.Action.StartsWith("dynamodb:", StringComparison.Ordinal)).ToList();
        // For people to compare with the policy.
        await File.WriteAllLinesAsync(
            Repository.PathOf("artifacts", "table-actions.txt"),
            RecordedActions
                .All.OrderBy(pair => pair.Key.Action, StringComparer.Ordinal)
                .Select(pair => $"{pair.Value, 8}  {pair.Key.Action}{(pair.Key.OnIndex ? " on an index" : "")}"),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(recorded.Order(), allowed.Order());
    }

    /// <summary>Makes one call of each kind, in case this test runs without the others.</summary>
    private async Task CallEverythingAsync()
    {
        await using var api = new ApiFixture(engine);
        await api.InitializeAsync();
        var client = api.Client;
        var cancellation = TestContext.Current.CancellationToken;
        foreach (var id in new[] { "one", "two" })
            (await client.PutAsync(id, Http.Run)).EnsureSuccessStatusCode();
        using var patch = new HttpRequestMessage(HttpMethod.Patch, "/v1/activities/one")
        {
            Content = new StringContent(
                """{"name":"x"}""",
                new System.Net.Http.Headers.MediaTypeHeaderValue("application/merge-patch+json")
            ),
        };
        patch.Headers.TryAddWithoutValidation("If-Match", "*");
        (await client.SendAsync(patch, cancellation)).EnsureSuccessStatusCode();
        using var post = new HttpRequestMessage(HttpMethod.Post, "/v1/activities")
        {
            Content = JsonContent.Create(
                new
                {
                    sport = "running",
                    start = "2026-11-23T07:30:00+01:00",
                    elapsedSeconds = 60,
                }
            ),
        };
        post.Headers.Add("Idempotency-Key", "key");
        (await client.SendAsync(post, cancellation)).EnsureSuccessStatusCode();
        (
            await client.PostAsJsonAsync(
                "/v1/activities/batch",
                new
                {
                    items = new[]
                    {
                        new
                        {
                            id = "b",
                            sport = "running",
                            start = "2026-11-23T07:30:00+01:00",
                            elapsedSeconds = 60,
                        },
                    },
                },
                cancellation
            )
        ).EnsureSuccessStatusCode();
        foreach (
            var read in new[]
            {
                "/v1/activities/one",
                "/v1/activities",
                "/v1/activities?sport=running",
                "/v1/activities/changes",
                "/v1/summaries?period=day&from=2026-11-23&to=2026-11-23",
                "/v1/me/export",
                Routes.Health,
                Routes.EnvironmentDescription,
            }
        )
        {
            (await client.GetAsync(read, cancellation)).EnsureSuccessStatusCode();
        }
        (await client.DeleteAsync("/v1/activities/two", cancellation)).EnsureSuccessStatusCode();
        (await client.DeleteAsync("/v1/me", cancellation)).EnsureSuccessStatusCode();
    }
}
