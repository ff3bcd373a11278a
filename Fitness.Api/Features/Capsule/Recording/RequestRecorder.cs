using Fitness.Api.Storage;
using Fitness.Api.Web.Authentication;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>Keeps the last requests of each user.</summary>
internal sealed class RequestRecorder(RequestRings rings, TimeProvider time) : IUserRecords
{
    private readonly RecordOrder order = new(time.GetUtcNow());

    /// <summary>A request begins.</summary>
    public RequestRecord Begin() => new(order, time.GetUtcNow());

    /// <summary>It is known who sends it.</summary>
    public void Identify(RequestRecord record, HttpContext context)
    {
        if (context.User.TryGetUserId(out var userId))
            record.Identify(userId, context, rings.Slots.Take());
    }

    /// <summary>It has ended.</summary>
    public void End(RequestRecord record, HttpContext context)
    {
        if (record.UserId is { } userId)
        {
            var framed = record.End(context, time.GetUtcNow() - record.At, RequestRing.MaxFramed);
            if (framed.Length <= RequestRing.MaxFramed)
                rings.Append(userId, record.At, framed);
        }
        record.Dispose();
    }

    public void Erase(string userId)
    {
        var now = time.GetUtcNow();
        rings.Erase(userId, now, (StorageObserver.OfThisFlow as RequestRecord)?.Forget(now));
    }

    /// <summary>Forgets a user who was erased elsewhere.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="begin">The <see cref="RequestRings.BeginOf"/> the records that are to be forgotten: what began anew meanwhile stays.</param>
    public void EraseElsewhere(string userId, long begin) => rings.Erase(userId, time.GetUtcNow(), begin: begin);

    /// <summary>Forgets what is older.</summary>
    public void Expire(DateTimeOffset limit) => rings.Expire(limit);
}
