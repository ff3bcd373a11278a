using System.Diagnostics;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>What a request asked the storage, or had asked for it.</summary>
internal sealed class RecordedExchanges : IDisposable
{
    private const int Most = 200;

    private readonly List<RecordedExchange> all = [];
    private bool isOver;

    /// <summary>Adds one, unless there are too many, or no more are kept.</summary>
    public void TryAdd(RecordedExchange exchange)
    {
        lock (all)
        {
            if (all.Count == Most || isOver)
                return;
            exchange.Keep();
            all.Add(exchange);
        }
    }

    /// <summary>Writes them.</summary>
    /// <param name="to">To what.</param>
    /// <param name="traceId">In whose record.</param>
    /// <param name="whole">Whether their bodies may be whole.</param>
    public void WriteTo(PooledBytes to, ActivityTraceId traceId, bool whole)
    {
        lock (all)
        {
            to.Write(all.Count);
            foreach (var exchange in all)
                exchange.WriteTo(to, traceId, whole);
        }
    }

    /// <summary>None is kept any more, and none that comes.</summary>
    public void Dispose()
    {
        lock (all)
        {
            isOver = true;
            foreach (var exchange in all)
                exchange.Dispose();
            all.Clear();
        }
    }
}
