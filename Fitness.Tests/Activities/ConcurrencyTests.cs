using System.Net;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using static Fitness.Tests.Hosting.Http;

namespace Fitness.Tests.Activities;

public sealed class ConcurrencyTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Of_two_writers_with_the_same_ETag_one_wins_and_the_other_learns_of_it()
    {
        for (var round = 0; round < LongForm.Times(10, inLongForm: 200); round++)
        {
            var id = NewId();
            using var put = await api.Client.PutAsync(id, Run);
            var responses = await Task.WhenAll(
                Enumerable
                    .Range(0, 2)
                    .Select(writer => api.Client.PatchAsync(id, $$"""{"name":"writer {{writer}}"}""", ("If-Match", put.ETag())))
            );
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], responses.Select(response => response.StatusCode).Order());
            using var get = await api.Client.GetActivityAsync(id);
            Assert.Equal(responses.Single(response => response.StatusCode == HttpStatusCode.OK).ETag(), get.ETag());
        }
    }

    [Fact]
    public async Task Writers_of_one_user_wait_for_each_other_and_all_are_stored()
    {
        var ids = Enumerable.Range(0, 8).SelectMany(writer => Enumerable.Range(0, 10).Select(number => $"w{writer}-{number}")).ToList();
        await Parallel.ForEachAsync(
            ids,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
            async (id, _) =>
            {
                using var put = await api.Client.PutAsync(id, Run);
                Assert.Equal(HttpStatusCode.Created, put.StatusCode);
            }
        );
        foreach (var id in ids)
        {
            using var get = await api.Client.GetActivityAsync(id);
            Assert.Equal(HttpStatusCode.OK, get.StatusCode);
        }
    }

    [Fact]
    public async Task Posts_with_one_key_at_the_same_time_create_one_activity()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var responses = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => api.Client.PostAsync(Run, key)));
        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Created, response.StatusCode));
        Assert.Single(responses.Select(response => response.Headers.Location).Distinct());
    }
}
