using System.Threading.Channels;

namespace Fitness.Api.Storage;

/// <summary>Carries the news that the table is gone from whoever meets it to whoever makes it anew.</summary>
public sealed class TableAbsence
{
    // One piece of news says it all.
    private readonly Channel<bool> news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>The table is not there.</summary>
    public void Report() => news.Writer.TryWrite(true);

    /// <summary>Waits until somebody has noticed it.</summary>
    public async Task WaitAsync(CancellationToken cancellation) => await news.Reader.ReadAsync(cancellation);
}
