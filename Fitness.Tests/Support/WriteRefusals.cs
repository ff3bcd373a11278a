using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Fitness.Tests.Support;

/// <summary>
/// Makes a proxy refuse transactions as DynamoDB does and a local engine does not: of two that write one item at the same time, the later one
/// conflicts; and the items of a user, which share a partition, take only so many units a second.
/// </summary>
public sealed class WriteRefusals
{
    private readonly StorageProxy proxy;
    private readonly Lock gate = new();
    private readonly HashSet<string> writing = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject?> written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (double Left, long At)> partitions = new(StringComparer.Ordinal);

    /// <summary>Lets the proxy refuse.</summary>
    public WriteRefusals(StorageProxy proxy)
    {
        this.proxy = proxy;
        proxy.Respond = RespondAsync;
    }

    /// <summary>How much longer each request takes than the engine needs.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>The part of the transactions that conflict on their first item with something else.</summary>
    public double ConflictPart { get; set; }

    /// <summary>The write units that a user's items take in a second, and at most at once; no limit if null.</summary>
    public int? UnitsPerSecond { get; set; }

    /// <summary>The transactions that were made.</summary>
    public int Made { get; private set; }

    /// <summary>The write units of those, from what came through the proxy.</summary>
    public int Units { get; private set; }

    /// <summary>The transactions that conflicted.</summary>
    public int Conflicts { get; private set; }

    /// <summary>The transactions that were throttled.</summary>
    public int Throttled { get; private set; }

    private async Task RespondAsync(HttpContext context)
    {
        if (!context.Request.Headers["X-Amz-Target"].ToString().EndsWith(".TransactWriteItems", StringComparison.Ordinal))
        {
            await Task.Delay(Latency, context.RequestAborted);
            await proxy.ForwardAsync(context);
            return;
        }
        context.Request.EnableBuffering();
        var request = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        context.Request.Body.Position = 0;
        var writes = request!["TransactItems"]!.AsArray().Select(item => new ItemWrite(item!.AsObject().Single().Value!)).ToList();
        List<string> reasons;
        lock (gate)
            reasons = Admit(writes);
        if (reasons.Exists(reason => reason != "None"))
        {
            await StorageProxy.Answer(
                StatusCodes.Status400BadRequest,
                new JsonObject
                {
                    ["__type"] = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
                    ["Message"] = "Transaction cancelled",
                    ["CancellationReasons"] = new JsonArray([.. reasons.Select(reason => new JsonObject { ["Code"] = reason })]),
                }.ToJsonString()
            )(context);
            return;
        }
        // Before the service can know how it ended.
        context.Response.OnStarting(() =>
        {
            End(writes, made: context.Response.StatusCode == StatusCodes.Status200OK);
            return Task.CompletedTask;
        });
        try
        {
            await Task.Delay(Latency, context.RequestAborted);
            await proxy.ForwardAsync(context);
        }
        finally
        {
            if (!context.Response.HasStarted)
                End(writes, made: false);
        }
    }

    /// <returns>The reason against each item; "None" for all if the transaction may go on.</returns>
    private List<string> Admit(List<ItemWrite> writes)
    {
        var reasons = writes.ConvertAll(write => writing.Contains(write.Name) ? "TransactionConflict" : "None");
        if (Random.Shared.NextDouble() < ConflictPart)
            reasons[0] = "TransactionConflict";
        if (reasons.Contains("TransactionConflict"))
        {
            Conflicts++;
            return reasons;
        }
        if (UnitsPerSecond is { } most)
        {
            var left = partitions.TryGetValue(writes[0].User, out var partition)
                ? Math.Min(most, partition.Left + (most * Stopwatch.GetElapsedTime(partition.At).TotalSeconds))
                : most;
            var used = 0;
            reasons = writes.ConvertAll(write => (used += UnitsOf(write)) > left ? "ThrottlingError" : "None");
            var throttles = used > left;
            partitions[writes[0].User] = (throttles ? left : left - used, Stopwatch.GetTimestamp());
            if (throttles)
            {
                Throttled++;
                return reasons;
            }
        }
        writing.UnionWith(writes.Select(write => write.Name));
        return reasons;
    }

    private void End(List<ItemWrite> writes, bool made)
    {
        lock (gate)
        {
            writing.ExceptWith(writes.Select(write => write.Name));
            // Else a condition failed.
            if (!made)
                return;
            Made++;
            Units += writes.Sum(UnitsOf);
            foreach (var write in writes)
                written[write.Name] = write.After;
        }
    }

    private int UnitsOf(ItemWrite write) => WriteUnits.Of(written.GetValueOrDefault(write.Name), write.After);

    private sealed class ItemWrite(JsonNode write)
    {
        private JsonNode KeyAttributes => (write["Item"] ?? write["Key"])!;

        public JsonObject? After { get; } = write["Item"]?.AsObject();

        public string User => (string)KeyAttributes["userId"]!["S"]!;

        public string Name => $"{User} {KeyAttributes["itemId"]!["S"]}";
    }
}
