namespace Fitness.Api.Storage;

/// <summary>An answer that is kept for a short time, because many may ask and DynamoDB's describing calls have a low limit. One looks at a time.</summary>
internal sealed class ShortLived<T>(TimeSpan life, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private (T Answer, long Since)? last;

    public async Task<T> GetAsync(Func<CancellationToken, Task<T>> look, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            if (last is { } kept && time.GetElapsedTime(kept.Since) < life) return kept.Answer;
            var answer = await look(cancellation);
            last = (answer, time.GetTimestamp());
            return answer;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
