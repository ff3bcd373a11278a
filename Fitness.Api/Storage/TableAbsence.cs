namespace Fitness.Api.Storage;

/// <summary>Carries the news that the table is gone from whoever meets it to <see cref="StoragePreparation"/>, which makes it anew.</summary>
internal sealed class TableAbsence : IDisposable
{
    private readonly SemaphoreSlim noticed = new(0, 1);
    private int pending;

    /// <summary>The table is not there.</summary>
    public void Notice()
    {
        if (Interlocked.Exchange(ref pending, 1) == 0) noticed.Release();
    }

    /// <summary>Waits until somebody has noticed it.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        await noticed.WaitAsync(cancellation);
        pending = 0;
    }

    public void Dispose() => noticed.Dispose();
}
