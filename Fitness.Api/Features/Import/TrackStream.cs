using System.Security.Cryptography;
using Fitness.Api.Web.Server;

namespace Fitness.Api.Features.Import;

/// <summary>A file's content on its way to the parser: hashes it, ends the turn when it has lasted long enough, and limits what the parser collects before it returns anything.</summary>
internal sealed class TrackStream(Stream content, ParserTurns turns) : ReadStream
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
    public Task RestAsync() => turns.RestAsync();

    /// <exception cref="FormatException">The parser has read <see cref="ImportLimits.MaxNodeBytes"/> without returning a node.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!ahead.IsEmpty)
        {
            var again = Math.Min(buffer.Length, ahead.Length);
            ahead[..again].CopyTo(buffer);
            ahead = ahead[again..];
            return again;
        }
        if (turns.IsOver)
            await turns.RestAsync();
        var read = await content.ReadAsync(buffer[..Math.Min(buffer.Length, ParserTurns.MaxRead)], cancellationToken);
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

/// <summary>A file as it comes in: whoever waits for more of it has no turn meanwhile. What is packed is unpacked in the turn, and counts as well.</summary>
internal sealed class TurnedBody(Stream body, ParserTurns turns) : ReadStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = 0;
        await turns.EndAsync();
        try
        {
            read = await body.ReadAsync(buffer, cancellationToken);
        }
        finally
        {
            await turns.WaitAsync(CancellationToken.None);
        }
        turns.Count(read);
        return read;
    }
}
