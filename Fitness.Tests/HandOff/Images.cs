using Fitness.Tests.Support;

namespace Fitness.Tests.HandOff;

/// <summary>A test's images in this machine's Docker engine, removed when the test ends.</summary>
internal sealed class Images : IAsyncDisposable
{
    /// <summary>Their names and tags.</summary>
    public List<string> Names { get; } = [];

    public async ValueTask DisposeAsync()
    {
        if (Names.Count > 0)
            await Docker.TryAsync(["image", "rm", "--force", .. Names]);
    }
}
