using System.Threading.Channels;

namespace Fitness.Api.Storage;

/// <summary>Signals that the table is missing, from the code that notices it to the code that recreates it.</summary>
public sealed class TableAbsence
{
    // One pending signal is enough.
    private readonly Channel<bool> news = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Reports that the table is missing.</summary>
    public void Report() => news.Writer.TryWrite(true);

    /// <summary>Waits for a report.</summary>
    public async Task WaitAsync(CancellationToken cancellation) => await news.Reader.ReadAsync(cancellation);
}
