using Fitness.Tests.Hosting;
using static Fitness.Tests.Hosting.Http;

namespace Fitness.Tests.Activities;

/// <summary>How many requests to DynamoDB a call costs without contention, counted at the client.</summary>
public sealed class RequestCountTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Each_call_costs_what_it_may()
    {
        var id = NewId();
        Assert.Equal(["BatchGetItem", "Query", "TransactWriteItems"], await CountAsync(() => api.Client.PutAsync(id, Run)));
        Assert.Equal(["BatchGetItem"], await CountAsync(() => api.Client.PutAsync(id, Run)));
        Assert.Equal(
            ["BatchGetItem", "TransactWriteItems"],
            await CountAsync(() => api.Client.PutAsync(id, Run.Replace("running", "rowing", StringComparison.Ordinal), ("If-Match", "*")))
        );
        Assert.Equal(
            ["BatchGetItem", "TransactWriteItems"],
            await CountAsync(() => api.Client.PatchAsync(id, """{"name":"x"}""", ("If-Match", "*")))
        );
        Assert.Equal(
            ["BatchGetItem", "Query", "TransactWriteItems"],
            await CountAsync(() => api.Client.PatchAsync(id, """{"start":"1999-01-01T00:00:00Z"}""", ("If-Match", "*")))
        );
        Assert.Equal(
            ["BatchGetItem", "Query", "TransactWriteItems"],
            await CountAsync(() => api.Client.PostAsync(Run, ("Idempotency-Key", id)))
        );
        Assert.Equal(["BatchGetItem"], await CountAsync(() => api.Client.PostAsync(Run, ("Idempotency-Key", id))));
        Assert.Equal(["GetItem"], await CountAsync(() => api.Client.GetActivityAsync(id)));
        Assert.Equal(["GetItem"], await CountAsync(() => api.Client.GetAsync($"/activity/{id}")));
        Assert.Equal(["Query"], await CountAsync(() => api.Client.GetAsync("/v1/activities")));
        Assert.Equal(["Query"], await CountAsync(() => api.Client.GetAsync("/v1/activities?sport=rowing&after=2020-01-01T00:00:00Z")));
        Assert.Equal(["BatchGetItem", "Query", "TransactWriteItems"], await CountAsync(() => api.Client.DeleteActivityAsync(id)));
        Assert.Equal(["BatchGetItem"], await CountAsync(() => api.Client.DeleteActivityAsync(id)));
    }

    [Fact]
    public async Task Each_of_those_who_write_at_once_is_told_the_requests_that_were_made_for_it()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => api.Client.PutAsync(NewId(), Run, (FitnessHeaders.StorageRequests, "?1")))
        );
        foreach (var answer in answers)
        {
            Assert.StartsWith(
                "BatchGetItem;n=1, Query;n=1, TransactWriteItems;n=1",
                answer.Headers.GetValues(FitnessHeaders.StorageRequests).Single(),
                StringComparison.Ordinal
            );
            answer.Dispose();
        }
    }

    private Task<List<string>> CountAsync(Func<Task<HttpResponseMessage>> call) => StorageRequests.OfAsync(api, call);
}
