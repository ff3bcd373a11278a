using System.Diagnostics;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>
/// A request to the storage and its answer. A round of writes asks once for several requests: then the first of their records that is written has
/// it, and the others say in which it is.
/// </summary>
/// <param name="operation">DynamoDB's name of the operation.</param>
/// <param name="order">Counts what begins and ends in this process.</param>
internal sealed class RecordedExchange(string operation, RecordOrder order) : IObservedRequest, IDisposable
{
    private const int MaxBody = 64 * 1024;

    private readonly BodyCopy request = new(MaxBody);
    private readonly BodyCopy response = new(MaxBody);
    private readonly long began = order.Next();
    private long ended;
    private int status;

    // Who asks, and each record that has it.
    private int users = 1;
    private ActivityTraceId holder;

    public void Send(Stream body)
    {
        request.Clear();
        request.Append(body);
        (status, ended) = (0, 0);
    }

    public void Answer(int status)
    {
        response.Clear();
        this.status = status;
    }

    public Stream Read(Stream body) => new RecordedBody(body, response);

    public void End()
    {
        ended = order.Next();
        Dispose();
    }

    /// <summary>A record more has it.</summary>
    public void Keep() => Interlocked.Increment(ref users);

    /// <summary>One that had it does not need it any more.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref users) > 0)
            return;
        request.Dispose();
        response.Dispose();
    }

    /// <summary>Writes it.</summary>
    /// <param name="to">To what.</param>
    /// <param name="traceId">In whose record.</param>
    /// <param name="whole">Whether its bodies may be whole.</param>
    public void WriteTo(PooledBytes to, ActivityTraceId traceId, bool whole)
    {
        to.Write(began);
        to.Write(ended);
        to.WriteText(operation);
        to.Write(status);
        var isElsewhere = IsElsewhere(traceId);
        to.Write((byte)(isElsewhere ? 1 : 0));
        if (isElsewhere)
        {
            to.WriteTraceId(holder);
            return;
        }
        request.WriteTo(to, whole);
        response.WriteTo(to, whole);
    }

    private bool IsElsewhere(ActivityTraceId traceId)
    {
        lock (request)
        {
            if (holder == default && ended != 0)
                holder = traceId;
            return holder != default && holder != traceId;
        }
    }
}

/// <summary>Counts what begins and ends in a process, requests as well as what they ask the storage, in one order.</summary>
/// <param name="begin">When the process began.</param>
internal sealed class RecordOrder(DateTimeOffset begin)
{
    private const long PlacesInMillisecond = 1000;

    // From the time on, so that the places go on where a process takes up another one's records.
    private long last = begin.ToUnixTimeMilliseconds() * PlacesInMillisecond;

    /// <summary>The next place in the order.</summary>
    public long Next() => Interlocked.Increment(ref last);
}
