using Fitness.Api.Features.Changes;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>
/// Forgets users whose data another process has erased. Each life of a user's change counter has a name of its own: if that is another one, or
/// there is none any more, all was erased meanwhile. Of a user who is looked at for the first time, the records say whose life they are of.
/// </summary>
/// <param name="rings">The records.</param>
/// <param name="recorder">Forgets a user.</param>
/// <param name="services">Has what reads counters, once the embedded engine has an address.</param>
internal sealed class ErasedElsewhere(RequestRings rings, RequestRecorder recorder, IServiceProvider services)
{
    // By user: the life that was seen, null if there was none yet, and with which records. What was erased here begins others.
    private readonly Dictionary<string, (string? Life, long Records)> lives = new(StringComparer.Ordinal);

    /// <summary>Looks at users.</summary>
    /// <param name="onlyNew">Whether only at those who have not been looked at yet.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task LookAsync(bool onlyNew, CancellationToken cancellation)
    {
        var owners = rings.Owners();
        foreach (var gone in lives.Keys.Except(owners, StringComparer.Ordinal).ToList())
            lives.Remove(gone);
        foreach (var owner in owners)
        {
            var records = rings.BeginOf(owner);
            var isKnown = lives.TryGetValue(owner, out var seen) && seen.Records == records;
            if (onlyNew && isKnown)
                continue;
            try
            {
                // Before the counter is read: what they say of was there before.
                var recorded = RecordedLives.Of(isKnown ? [] : rings.Read(owner));
                var counter = await services.GetRequiredService<ChangeReader>().GetCounterAsync(owner, cancellation);
                var before = isKnown ? seen.Life : null;
                if (counter?.Erasure is not null || (before is not null && before != counter?.Stream) || recorded.HasEnded(counter?.Stream))
                    recorder.EraseElsewhere(owner, records);
                lives[owner] = (counter?.Stream, records);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The next time, also if the engine has no address yet. A counter that cannot be read is one user's alone.
            }
        }
    }
}
