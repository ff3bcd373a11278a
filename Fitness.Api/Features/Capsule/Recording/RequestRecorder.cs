using System.Collections.Concurrent;
using Fitness.Api.Storage;
using Fitness.Api.Web.Authentication;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>Keeps the last requests of each user.</summary>
internal sealed class RequestRecorder(RequestRings rings, TimeProvider time) : IUserRecords
{
    private readonly RecordOrder order = new(time.GetUtcNow());
    private readonly ConcurrentDictionary<string, DateTimeOffset> erased = new(StringComparer.Ordinal);

    /// <summary>A request begins.</summary>
    public RequestRecord Begin() => new(order, time.GetUtcNow());

    /// <summary>It has ended.</summary>
    public void End(RequestRecord record, HttpContext context)
    {
        record.End();
        if (context.User.TryGetUserId(out var userId) && !(erased.TryGetValue(userId, out var at) && record.At <= at))
            Keep(userId, record, context);
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
            record.At = now + TimeSpan.FromTicks(1);
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

    private void Keep(string userId, RequestRecord record, HttpContext context)
    {
        using var bytes = new PooledBytes();
        bytes.Skip(RingHalf.FrameBytes);
        record.WriteTo(bytes, context, time.GetUtcNow() - record.At, RequestRing.MaxFramed);
        if (bytes.Length <= RequestRing.MaxFramed)
            rings.Append(userId, record.At, bytes.Span);
    }
}
