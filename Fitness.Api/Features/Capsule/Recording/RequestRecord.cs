using System.Buffers.Binary;
using System.Diagnostics;
using Fitness.Api.Storage;
using Fitness.Api.Web.Authentication;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>A request while it is served: what is kept of it, of its response, and of what it asked the storage.</summary>
/// <param name="order">Counts what begins and ends in this process.</param>
/// <param name="at">When it came.</param>
internal sealed class RequestRecord(RecordOrder order, DateTimeOffset at) : IStorageObserver, IReadBody, IDisposable
{
    /// <summary>The form in which records are written.</summary>
    public const byte Version = 1;

    /// <summary>Bytes up to which a body is kept whole.</summary>
    public const int MaxBody = 32 * 1024;

    // One page of a browser reads ten times as much, and what it read is in the table; what a writer has read, its write has replaced.
    private const int MaxOfReader = 16 * 1024;
    private const int AtPlace = RingHalf.FrameBytes + sizeof(byte);

    // Of a request that has not ended: no duration, end, status and headers before the bodies; no response and no storage requests behind its own.
    private static readonly byte[] NoAnswer = new byte[(2 * sizeof(long)) + sizeof(int) + sizeof(byte)];
    private static readonly byte[] NoResponse = new byte[sizeof(byte) + sizeof(int) + sizeof(int)];

    private readonly PooledBytes bytes = new();
    private readonly RecordedExchanges exchanges = new();
    private readonly long began = order.Next();
    private RequestSlot? slot;
    private int head;
    private bool isAnswered;

    /// <summary>The request's body.</summary>
    public BodyCopy Request { get; } = new(MaxBody);

    /// <summary>The response's body.</summary>
    public BodyCopy Response { get; } = new(MaxBody);

    /// <summary>When it came.</summary>
    public DateTimeOffset At { get; private set; } = at;

    /// <summary>Whose it is; null as long as nobody knows.</summary>
    public string? UserId { get; private set; }

    /// <summary>Its trace.</summary>
    public ActivityTraceId TraceId { get; private set; }

    public IObservedRequest Begin(string operation)
    {
        var exchange = new RecordedExchange(operation, order);
        exchanges.TryAdd(exchange);
        return exchange;
    }

    public void Add(IObservedRequest begun) => exchanges.TryAdd((RecordedExchange)begun);

    /// <summary>It is known who sends it: from here on it is there after a crash.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="context">The request.</param>
    /// <param name="free">Where it is until it ends; null if there is no place for it.</param>
    public void Identify(string userId, HttpContext context, RequestSlot? free)
    {
        (UserId, TraceId, slot) = (userId, System.Diagnostics.Activity.Current?.TraceId ?? default, free);
        bytes.Skip(RingHalf.FrameBytes);
        bytes.Write(Version);
        bytes.Write(At.UtcTicks);
        bytes.Write(began);
        bytes.WriteTraceId(TraceId);
        bytes.Write((byte)(context.User.IsOperator() ? 1 : 0));
        bytes.WriteText(context.Request.Method);
        bytes.WriteText(RecordedTarget.Of(context.Request));
        RecordedHeaders.Write(bytes, context.Request);
        head = bytes.Length;
        slot?.Begin(userId, SoFar(isWhole: true));
        bytes.Cut(head);
    }

    /// <summary>Its body has been read.</summary>
    void IReadBody.End()
    {
        lock (bytes)
        {
            // Who reads it may do so after all else has ended.
            if (slot is null || isAnswered)
                return;
            if (Request.Length >= RequestSlot.Bytes || !slot.Update(SoFar(isWhole: true)))
            {
                bytes.Cut(head);
                slot.Update(SoFar(isWhole: false));
            }
            bytes.Cut(head);
        }
    }

    /// <summary>The user is erased by it: nothing of what it has asked the storage is kept, nor of what it still asks. It is the first request of what follows.</summary>
    /// <param name="now">When that is.</param>
    /// <returns>Where it is until it ends; null if there was no place for it.</returns>
    public RequestSlot? Forget(DateTimeOffset now)
    {
        At = now + TimeSpan.FromTicks(1);
        exchanges.Dispose();
        return slot;
    }

    /// <summary>It has ended. Writes what is kept; without the bodies where it would be too long with them.</summary>
    /// <param name="context">The request.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="limit">Bytes that there may be.</param>
    /// <returns>The record, behind <see cref="RingHalf.FrameBytes"/> for what is written before it.</returns>
    public Span<byte> End(HttpContext context, TimeSpan duration, int limit)
    {
        lock (bytes)
            isAnswered = true;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.Span[AtPlace..], At.UtcTicks);
        bytes.Write(duration.Ticks);
        bytes.Write(order.Next());
        bytes.Write(context.Response.StatusCode);
        RecordedHeaders.Write(bytes, context.Response);
        head = bytes.Length;
        WriteBodies(areWhole: true, haveExchanges: true);
        if (bytes.Length > (RecordedMethods.IsReading(context.Request.Method) ? MaxOfReader : limit))
        {
            bytes.Cut(head);
            WriteBodies(areWhole: true, haveExchanges: false);
        }
        if (bytes.Length > limit)
        {
            bytes.Cut(head);
            WriteBodies(areWhole: false, haveExchanges: false);
        }
        return bytes.Span;
    }

    /// <summary>Nothing of it is needed any more; what a round of writes still asks for it is not kept.</summary>
    public void Dispose()
    {
        lock (bytes)
        {
            slot?.Free();
            slot = null;
        }
        exchanges.Dispose();
        bytes.Dispose();
        Request.Dispose();
        Response.Dispose();
    }

    private ReadOnlySpan<byte> SoFar(bool isWhole)
    {
        bytes.WriteBytes(NoAnswer);
        Request.WriteTo(bytes, isWhole);
        bytes.WriteBytes(NoResponse);
        return bytes.Span[RingHalf.FrameBytes..];
    }

    private void WriteBodies(bool areWhole, bool haveExchanges)
    {
        Request.WriteTo(bytes, areWhole);
        Response.WriteTo(bytes, areWhole);
        exchanges.WriteTo(bytes, TraceId, haveExchanges);
    }
}
