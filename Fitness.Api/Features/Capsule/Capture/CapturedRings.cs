using Fitness.Api.Features.Capsule.Recording;

namespace Fitness.Api.Features.Capsule.Capture;

/// <summary>The records of all processes that share a folder, as they are in its files: these are neither changed nor locked.</summary>
internal sealed class CapturedRings : IDisposable
{
    private readonly List<RequestRings> all;

    private CapturedRings(List<RequestRings> all) => this.all = all;

    /// <summary>Reads them into memory.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="limit">What is older is forgotten.</param>
    public static CapturedRings Read(string folder, DateTimeOffset limit)
    {
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, RingFile.Pattern) : [];
        return new CapturedRings([
            .. files
                .Select(File.ReadAllBytes)
                // One of another size is another version's, or was never filled.
                .Where(content => content.Length == RequestRings.Bytes)
                .Select(content =>
                {
                    var rings = new RequestRings(new RingMemory(content));
                    rings.Expire(limit);
                    return rings;
                }),
        ]);
    }

    /// <summary>Whose records there are.</summary>
    public IReadOnlyList<string> Owners() =>
        [.. all.SelectMany(rings => rings.Owners()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Whether a request was in progress when the files were copied.</summary>
    public bool IsInProgress(string owner, long began) => all.Exists(rings => rings.WasInProgress(owner, began));

    /// <summary>A user's records.</summary>
    public List<byte[]> Of(string owner) => [.. all.SelectMany(rings => rings.Read(owner))];

    public void Dispose()
    {
        foreach (var rings in all)
            rings.Dispose();
    }
}
