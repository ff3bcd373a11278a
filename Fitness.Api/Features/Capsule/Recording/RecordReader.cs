using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>A body as it was kept.</summary>
/// <param name="Bytes">The bytes; null of one of which only the hash was kept.</param>
/// <param name="Length">How many there were.</param>
/// <param name="Hash">Their SHA-256; null if they were kept.</param>
internal sealed record RecordedContent(byte[]? Bytes, long Length, byte[]? Hash);

/// <summary>A request to the storage and its answer, as they were kept.</summary>
/// <param name="Sent">Its place in the order of what began and ended in the process.</param>
/// <param name="Answered">The place of its answer in the same order; zero if there was none.</param>
/// <param name="Operation">DynamoDB's name of the operation.</param>
/// <param name="Status">The HTTP status; zero if there was none.</param>
/// <param name="ServedBy">The trace of the request in whose record it is, by the same place, because one was made for several writes at once; null if it is here.</param>
/// <param name="Request">What was sent.</param>
/// <param name="Response">What was answered.</param>
internal sealed record RecordedStorageRequest(
    long Sent,
    long Answered,
    string Operation,
    int Status,
    string? ServedBy,
    RecordedContent Request,
    RecordedContent Response
);

/// <summary>A request as it was kept.</summary>
/// <param name="At">When it came.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Began">Its place in the order of what began and ended in the process, which is also that of the storage requests.</param>
/// <param name="Ended">The place of its end in the same order; zero if it had not ended when the process did: then there is no answer, and its body is empty if it had not been read.</param>
/// <param name="TraceId">Its trace.</param>
/// <param name="IsOperator">Whether its token had the operator role.</param>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">The headers that were kept.</param>
/// <param name="Body">What was sent.</param>
/// <param name="Status">The status.</param>
/// <param name="ResponseHeaders">The response's headers that were kept.</param>
/// <param name="ResponseBody">What was answered.</param>
/// <param name="Storage">What it asked the storage.</param>
internal sealed record RecordedRequest(
    DateTimeOffset At,
    TimeSpan Duration,
    long Began,
    long Ended,
    string TraceId,
    bool IsOperator,
    string Method,
    string Target,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    RecordedContent Body,
    int Status,
    IReadOnlyList<KeyValuePair<string, string>> ResponseHeaders,
    RecordedContent ResponseBody,
    IReadOnlyList<RecordedStorageRequest> Storage
);

/// <summary>Reads what <see cref="RequestRecord"/> has written.</summary>
internal ref struct RecordReader
{
    private static readonly RecordedContent Nothing = new([], 0, null);
    private ReadOnlySpan<byte> rest;

    private RecordReader(ReadOnlySpan<byte> record) => rest = record;

    /// <summary>A record; null if it is damaged, or another version's.</summary>
    public static RecordedRequest? Read(ReadOnlySpan<byte> record)
    {
        try
        {
            return new RecordReader(record).ReadRequest();
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private RecordedRequest? ReadRequest()
    {
        if (Byte() != RequestRecord.Version)
            return null;
        var at = new DateTimeOffset(Int64(), TimeSpan.Zero);
        var began = Int64();
        var traceId = TraceId();
        var isOperator = Byte() != 0;
        var (method, target) = (Text(), Text());
        var headers = Headers(RecordedHeaders.RequestName);
        var (duration, ended, status) = (TimeSpan.FromTicks(Int64()), Int64(), Int32());
        var responseHeaders = Headers(RecordedHeaders.ResponseName);
        var (body, responseBody) = (Body(), Body());
        var storage = new RecordedStorageRequest[Count()];
        for (var index = 0; index < storage.Length; index++)
            storage[index] = Storage();
        return new RecordedRequest(
            at,
            duration,
            began,
            ended,
            traceId,
            isOperator,
            method,
            target,
            headers,
            body,
            status,
            responseHeaders,
            responseBody,
            storage
        );
    }

    // A damaged record may say anything.
    private int Count()
    {
        var count = Int32();
        return count >= 0 && count <= rest.Length ? count : throw new OverflowException();
    }

    private List<KeyValuePair<string, string>> Headers(Func<byte, string> name)
    {
        var headers = new List<KeyValuePair<string, string>>();
        while (Byte() is not 0 and var number)
            headers.Add(new(name(number), Text()));
        return headers;
    }

    private RecordedStorageRequest Storage()
    {
        var (sent, answered, operation, status) = (Int64(), Int64(), Text(), Int32());
        return Byte() == 0
            ? new RecordedStorageRequest(sent, answered, operation, status, null, Body(), Body())
            : new RecordedStorageRequest(sent, answered, operation, status, TraceId(), Nothing, Nothing);
    }

    private RecordedContent Body()
    {
        if ((BodyForm)Byte() == BodyForm.Hashed)
            return new RecordedContent(null, Int64(), Take(BodyCopy.HashBytes).ToArray());
        var bytes = Take(Int32()).ToArray();
        return new RecordedContent(bytes, bytes.Length, null);
    }

    private string TraceId() => ActivityTraceId.CreateFromBytes(Take(PooledBytes.TraceIdBytes)).ToHexString();

    private string Text() => Encoding.UTF8.GetString(Take(Int32()));

    private byte Byte() => Take(1)[0];

    private int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    private long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
