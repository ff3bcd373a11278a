namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>The rings of all users. There are as many as the file has room for; a user more takes that of the one who has been away for longest.</summary>
internal sealed class RequestRings : IDisposable
{
    /// <summary>How many there are.</summary>
    public const int Count = 31;

    /// <summary>Bytes of all of them, and of the requests in progress.</summary>
    public const int Bytes = (Count * RequestRing.Bytes) + RequestSlots.Bytes;

    private readonly IRingFile file;
    private readonly Lock gate = new();
    private readonly RequestRing[] rings;
    private readonly Dictionary<string, RequestRing> byOwner = new(StringComparer.Ordinal);
    private readonly HashSet<(string Owner, long Began)> recovered = [];
    private readonly Dictionary<string, DateTimeOffset> erased = new(StringComparer.Ordinal);
    private long uses;

    public RequestRings(IRingFile file)
    {
        this.file = file;
        rings = [.. Enumerable.Range(0, Count).Select(index => new RequestRing(file, (long)index * RequestRing.Bytes))];
        foreach (var ring in rings)
        {
            ring.Recover();
            if (ring.Owner is not { } owner)
                continue;
            if (byOwner.TryAdd(owner, ring))
                ring.Given = ring.Used = ++uses;
            else
                ring.GiveTo(null);
        }
        Slots = new RequestSlots(file, (long)Count * RequestRing.Bytes);
        foreach (var (owner, record) in Slots.Recover())
            Recover(owner, record);
    }

    /// <summary>Is given each record that is added.</summary>
    public Action<byte[]>? Appended { get; set; }

    /// <summary>The requests in progress.</summary>
    public RequestSlots Slots { get; }

    /// <summary>Adds a user's record, unless it is of before the user was erased.</summary>
    /// <inheritdoc cref="RequestRing.TryAppend"/>
    public void Append(string owner, DateTimeOffset time, Span<byte> framed)
    {
        Appended?.Invoke(framed[RingHalf.FrameBytes..].ToArray());
        while (RingOf(owner, time) is { } ring && !ring.TryAppend(owner, time, framed))
        {
            // Another user has taken it meanwhile.
        }
    }

    /// <summary>A user's records, the oldest first.</summary>
    public List<byte[]> Read(string owner)
    {
        lock (gate)
            return byOwner.TryGetValue(owner, out var ring) ? ring.Read() : [];
    }

    /// <summary>Whether a request was in progress when the process before ended, or when its file was copied.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="began">Its place in the order of the process.</param>
    public bool WasInProgress(string owner, long began) => recovered.Contains((owner, began));

    /// <summary>A number that is another one whenever a user's records begin anew; zero if there are none.</summary>
    public long BeginOf(string owner)
    {
        lock (gate)
            return byOwner.TryGetValue(owner, out var ring) ? ring.Given : 0;
    }

    /// <summary>Whose records there are.</summary>
    public IReadOnlyList<string> Owners()
    {
        lock (gate)
            return [.. byOwner.Keys];
    }

    /// <summary>Forgets a user.</summary>
    /// <param name="owner">The user.</param>
    /// <param name="time">When: what came until then and ends later is not kept, either.</param>
    /// <param name="except">Where the request is that asks for it; null if it is nowhere.</param>
    /// <param name="begin">Only if this is still the <see cref="BeginOf"/> the user's records; null to forget whatever is there.</param>
    public void Erase(string owner, DateTimeOffset time, RequestSlot? except = null, long? begin = null)
    {
        lock (gate)
        {
            if (begin is not null && begin != BeginOf(owner))
                return;
            Slots.Erase(owner, except);
            erased[owner] = time;
            if (byOwner.Remove(owner, out var ring))
                ring.GiveTo(null);
        }
    }

    /// <summary>Forgets what is older.</summary>
    public void Expire(DateTimeOffset limit)
    {
        lock (gate)
        {
            foreach (var (owner, ring) in byOwner.ToList())
            {
                ring.Expire(limit);
                if (ring.Owner is null)
                    byOwner.Remove(owner);
            }
            foreach (var (owner, _) in erased.Where(one => one.Value < limit).ToList())
                erased.Remove(owner);
        }
    }

    public void Dispose() => file.Dispose();

    // What was in progress when the process before ended, unless its end is there too.
    private void Recover(string owner, byte[] record)
    {
        if (
            RecordReader.Read(record) is { } request
            && !Read(owner).Exists(one => RecordReader.Read(one) is { } other && other.Began == request.Began)
        )
        {
            recovered.Add((owner, request.Began));
            Append(owner, request.At, [.. new byte[RingHalf.FrameBytes], .. record]);
        }
    }

    private RequestRing? RingOf(string owner, DateTimeOffset time)
    {
        lock (gate)
        {
            if (erased.TryGetValue(owner, out var until) && time <= until)
                return null;
            if (!byOwner.TryGetValue(owner, out var ring))
            {
                ring = rings.MinBy(one => one.Owner is null ? 0 : one.Used)!;
                if (ring.Owner is { } before)
                    byOwner.Remove(before);
                ring.GiveTo(owner);
                ring.Given = uses + 1;
                byOwner[owner] = ring;
            }
            ring.Used = ++uses;
            return ring;
        }
    }
}
