namespace Fitness.Api.Features.Import;

/// <summary>
/// Tells samples that are wrong from those that are not. A sample that cannot follow the one before waits for the next: if that one can
/// follow the one before, the sample was wrong; if it can follow the sample, the sample is right and only the leap to it is none.
/// </summary>
/// <param name="follows">Whether the second sample can follow the first.</param>
internal sealed class Leaps<T>(Func<T, T, bool> follows)
    where T : class
{
    private T? last;
    private T? doubtful;

    /// <summary>Takes the next sample.</summary>
    /// <returns>
    /// The sample from which on to measure to this one, null if there is none: for this sample nothing is to be counted. And whether a
    /// sample, this one or the one before, has been found wrong.
    /// </returns>
    public (T? From, bool FoundWrong) Next(T sample)
    {
        if (last is null || follows(last, sample))
        {
            var (from, wrong) = (last, doubtful is not null);
            (last, doubtful) = (sample, null);
            return (from, wrong);
        }
        if (doubtful is not null && follows(doubtful, sample))
        {
            var from = doubtful;
            (last, doubtful) = (sample, null);
            return (from, true);
        }
        var before = doubtful;
        doubtful = sample;
        return (null, before is not null);
    }

    /// <summary>Ends a segment: the next sample follows none.</summary>
    /// <returns>Whether the last sample was wrong, as far as can be known.</returns>
    public bool End()
    {
        var wrong = doubtful is not null;
        (last, doubtful) = (null, null);
        return wrong;
    }
}
