using System.Security.Cryptography;
using Fitness.Api.Web.Server;

namespace Fitness.Api.Features.Import;

/// <summary>
/// A file on its way from the network to the parser: hashes it, gives the turn away whenever the parser asks for more of it, and
/// limits what the parser collects before it returns anything.
/// </summary>
internal sealed class TrackStream(Stream body, ParserTurns turns) : ReadStream
{
    // A turn lasts as long as it takes to parse this, about a millisecond, and so does the pause after it: what else there is to do gets
    // half of the processor, and a file of 20 MB comes in a second later.
    private const int BytesPerTurn = 32 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int nodeBytes;

    /// <summary>The SHA-256 of what was read.</summary>
    public byte[] GetHash() => hash.GetCurrentHash();

    /// <summary>The parser has returned a node.</summary>
    public void BeginNode() => nodeBytes = 0;

    /// <summary>Gives the turn away and takes the next, while there is work to do without reading.</summary>
    public async Task RestAsync()
    {
        await Task.Delay(Pause, CancellationToken.None);
        turns.Release();
        await turns.WaitAsync(CancellationToken.None);
    }

    /// <exception cref="FormatException">The parser has read <see cref="ImportLimits.MaxNodeBytes"/> without returning a node.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = 0;
        // Within the turn: whatever else waits for the processor comes first, also before the other imports.
        await Task.Delay(Pause, CancellationToken.None);
        turns.Release();
        try
        {
            read = await body.ReadAsync(buffer[..Math.Min(buffer.Length, BytesPerTurn)], cancellationToken);
        }
        finally
        {
            await turns.WaitAsync(CancellationToken.None);
        }
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
