using System.Collections.Concurrent;
using Fitness.Api.Storage;
using Fitness.Api.Web.Authentication;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>Keeps the last requests of each user.</summary>
internal sealed partial class RequestRecorder(RequestRings rings, TimeProvider time, ILogger<RequestRecorder> logger)
    : IUserRecords,
        IDisposable
{
    private const int MaxIdle = 32;

    private readonly StorageOrder order = new();
    private readonly ConcurrentBag<RequestRecord> idle = [];
    private readonly ConcurrentDictionary<string, DateTimeOffset> erased = new(StringComparer.Ordinal);
    private volatile bool hasFailed;

    /// <summary>A request begins.</summary>
    public RequestRecord Begin()
    {
        if (!idle.TryTake(out var record))
            record = new RequestRecord(order);
        record.Began = time.GetUtcNow();
        return record;
    }

    /// <summary>It has ended.</summary>
    public void End(RequestRecord record, HttpContext context)
    {
        if (context.User.TryGetUserId(out var userId) && !hasFailed && !(erased.TryGetValue(userId, out var at) && record.Began <= at))
            Keep(userId, record, context);
        record.Clear();
        if (idle.Count < MaxIdle)
            idle.Add(record);
        else
            record.Dispose();
    }

    public void Erase(string userId)
    {
        var now = time.GetUtcNow();
        erased[userId] = now;
        if (StorageObserver.OfThisFlow is RequestRecord record)
        {
            record.Forget();
            // It is the first one of what follows.
            record.Began = now + TimeSpan.FromTicks(1);
        }
        rings.Erase(userId);
    }

    /// <summary>Forgets what is older.</summary>
    public void Expire(DateTimeOffset limit)
    {
        rings.Expire(limit);
        foreach (var (userId, at) in erased)
        {
            if (at < limit)
                erased.TryRemove(userId, out _);
        }
    }

    public void Dispose()
    {
        foreach (var record in idle)
            record.Dispose();
    }

    private void Keep(string userId, RequestRecord record, HttpContext context)
    {
        using var bytes = new PooledBytes();
        bytes.Skip(RingHalf.FrameBytes);
        record.WriteTo(bytes, context, time.GetUtcNow() - record.Began, RequestRing.MaxFramed);
        if (bytes.Length > RequestRing.MaxFramed)
            return;
        try
        {
            rings.Append(userId, record.Began, bytes.Span);
        }
        catch (IOException exception)
        {
            // A request must not fail because it cannot be kept.
            hasFailed = true;
            LogFailure(logger, exception.Message);
        }
    }

    [LoggerMessage(80, LogLevel.Warning, "Requests are not recorded any more: {Reason}")]
    private static partial void LogFailure(ILogger logger, string reason);
}
