namespace Fitness.Api.Storage;

/// <summary>A briefly cached value, for many callers: DynamoDB's Describe operations have a low rate limit. Only one caller at a time refreshes it.</summary>
internal sealed class ShortLived<T>(TimeSpan life, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private (T Value, long Since)? last;

    public async Task<T> GetAsync(Func<CancellationToken, Task<T>> look, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            if (last is { } kept && time.GetElapsedTime(kept.Since) < life)
                return kept.Value;
            var value = await look(cancellation);
            last = (value, time.GetTimestamp());
            return value;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
