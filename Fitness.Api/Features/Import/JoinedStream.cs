using Fitness.Api.Web.Server;

namespace Fitness.Api.Features.Import;

/// <summary>Bytes that were read to find out what follows, and what follows.</summary>
internal sealed class JoinedStream(ReadOnlyMemory<byte> beginning, Stream rest) : ReadStream
{
    private ReadOnlyMemory<byte> beginning = beginning;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (beginning.IsEmpty)
            return rest.ReadAsync(buffer, cancellationToken);
        var length = Math.Min(buffer.Length, beginning.Length);
        beginning[..length].CopyTo(buffer);
        beginning = beginning[length..];
        return ValueTask.FromResult(length);
    }
}
