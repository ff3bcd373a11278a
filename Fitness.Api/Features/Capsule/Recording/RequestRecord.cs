using Fitness.Api.Storage;
using Fitness.Api.Web.Authentication;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>A request while it is served: what is kept of it, of its response, and of what it asked the storage.</summary>
/// <param name="order">Counts what begins and ends in this process.</param>
/// <param name="at">When it came.</param>
internal sealed class RequestRecord(RecordOrder order, DateTimeOffset at) : IStorageObserver, IDisposable
{
    /// <summary>The form in which records are written.</summary>
    public const byte Version = 1;

    private const int MaxBody = 32 * 1024;
    private const int MaxExchanges = 200;

    /// <summary>The headers that are kept: what decides on an answer, or says what it is. A record has their places in this list. No token and no cookie is among them.</summary>
    public static readonly string[] RequestHeaders =
    [
        "Content-Type",
        "Content-Encoding",
        "Accept",
        "If-Match",
        "If-None-Match",
        "Idempotency-Key",
        "Origin",
        "Sec-Fetch-Site",
    ];

    /// <summary>The same of the response.</summary>
    public static readonly string[] ResponseHeaders = ["Content-Type", "ETag", "Location", "Retry-After", "Link"];

    private readonly Lock gate = new();
    private readonly List<RecordedExchange> exchanges = [];
    private readonly long began = order.Next();
    private long ended;
    private bool forgets;

    /// <summary>The request's body.</summary>
    public BodyCopy Request { get; } = new(MaxBody);

    /// <summary>The response's body.</summary>
    public BodyCopy Response { get; } = new(MaxBody);

    /// <summary>When it came.</summary>
    public DateTimeOffset At { get; set; } = at;

    public IObservedRequest Begin(string operation)
    {
        var exchange = new RecordedExchange(operation, order);
        lock (gate)
        {
            if (exchanges.Count < MaxExchanges && !forgets)
                exchanges.Add(exchange);
            else
                exchange.Dispose();
        }
        return exchange;
    }

    /// <summary>From here on, nothing of what it asks the storage is kept, and nothing of what it has asked.</summary>
    public void Forget()
    {
        lock (gate)
        {
            forgets = true;
            foreach (var exchange in exchanges)
                exchange.Dispose();
            exchanges.Clear();
        }
    }

    /// <summary>It has been answered.</summary>
    public void End() => ended = order.Next();

    /// <summary>Writes what is kept; without the bodies where it would be too long with them.</summary>
    /// <param name="to">To what.</param>
    /// <param name="context">The request, which has ended.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="limit">Bytes that there may then be.</param>
    public void WriteTo(PooledBytes to, HttpContext context, TimeSpan duration, int limit)
    {
        to.Write(Version);
        to.Write(At.UtcTicks);
        to.Write(duration.Ticks);
        to.Write(began);
        to.Write(ended);
        to.WriteTraceId(System.Diagnostics.Activity.Current?.TraceId ?? default);
        to.Write((byte)(context.User.IsOperator() ? 1 : 0));
        to.WriteText(context.Request.Method);
        to.WriteText(RecordedTarget.Of(context.Request));
        WriteHeaders(to, context.Request.Headers, RequestHeaders);
        to.Write(context.Response.StatusCode);
        WriteHeaders(to, context.Response.Headers, ResponseHeaders);
        var head = to.Length;
        WriteBodies(to, areWhole: true, haveExchanges: true);
        if (to.Length > limit)
        {
            to.Cut(head);
            WriteBodies(to, areWhole: true, haveExchanges: false);
        }
        if (to.Length > limit)
        {
            to.Cut(head);
            WriteBodies(to, areWhole: false, haveExchanges: false);
        }
    }

    /// <summary>Its request has ended; what a round of writes still asks for it is not kept.</summary>
    public void Dispose()
    {
        Forget();
        Request.Dispose();
        Response.Dispose();
    }

    private void WriteBodies(PooledBytes to, bool areWhole, bool haveExchanges)
    {
        Request.WriteTo(to, areWhole);
        Response.WriteTo(to, areWhole);
        lock (gate)
        {
            to.Write(exchanges.Count);
            foreach (var exchange in exchanges)
                exchange.WriteTo(to, haveExchanges);
        }
    }

    private static void WriteHeaders(PooledBytes to, IHeaderDictionary headers, string[] names)
    {
        for (var index = 0; index < names.Length; index++)
        {
            if (!headers.TryGetValue(names[index], out var value))
                continue;
            to.Write((byte)(index + 1));
            to.WriteText(value.ToString());
        }
        to.Write((byte)0);
    }
}
