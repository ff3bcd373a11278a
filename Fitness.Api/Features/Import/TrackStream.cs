using System.Security.Cryptography;
using Fitness.Api.Web.Server;

namespace Fitness.Api.Features.Import;

/// <summary>
/// A file on its way from the network to the parser: hashes it, gives the turn away whenever the parser asks for more of it, and
/// limits what the parser collects before it returns anything.
/// </summary>
internal sealed class TrackStream(Stream body, ParserTurns turns) : ReadStream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int nodeBytes;
    private ReadOnlyMemory<byte> ahead;

    /// <summary>The SHA-256 of what was read.</summary>
    public byte[] GetHash() => hash.GetCurrentHash();

    /// <summary>The beginning of the file, which is read again by whoever reads it.</summary>
    /// <param name="length">Bytes; a shorter file is returned as it is.</param>
    /// <exception cref="FormatException">The file is packed, but damaged.</exception>
    public async Task<ReadOnlyMemory<byte>> PeekAsync(int length)
    {
        var beginning = new byte[length];
        var read = await this.ReadAtLeastAsync(beginning, length, throwOnEndOfStream: false);
        return ahead = beginning.AsMemory(0, read);
    }

    /// <summary>The parser has returned a node.</summary>
    public void BeginNode() => nodeBytes = 0;

    /// <summary>Gives the turn away and takes the next, while there is work to do without reading.</summary>
    public async Task RestAsync()
    {
        turns.Count(ParserTurns.Bytes);
        await turns.EndAsync();
        await turns.WaitAsync(CancellationToken.None);
    }

    /// <exception cref="FormatException">The parser has read <see cref="ImportLimits.MaxNodeBytes"/> without returning a node.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = Math.Min(buffer.Length, ahead.Length);
        if (read > 0)
        {
            ahead[..read].CopyTo(buffer);
            ahead = ahead[read..];
            return read;
        }
        await turns.EndAsync();
        try
        {
            read = await body.ReadAsync(buffer[..Math.Min(buffer.Length, ParserTurns.Bytes)], cancellationToken);
        }
        finally
        {
            await turns.WaitAsync(CancellationToken.None);
        }
        turns.Count(read);
        hash.AppendData(buffer.Span[..read]);
        nodeBytes += read;
        return nodeBytes > ImportLimits.MaxNodeBytes ? throw new FormatException(ImportLimits.TooLong) : read;
    }

    protected override void Dispose(bool disposing)
    {
        hash.Dispose();
        base.Dispose(disposing);
    }
}
