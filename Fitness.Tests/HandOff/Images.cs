using Fitness.Tests.Support;

namespace Fitness.Tests.HandOff;

/// <summary>Images of a test in this machine's engine, removed when it ends.</summary>
internal sealed class Images : IAsyncDisposable
{
    /// <summary>Their names and tags.</summary>
    public List<string> Names { get; } = [];

    public async ValueTask DisposeAsync()
    {
        if (Names.Count > 0) await Docker.TryAsync(["image", "rm", "--force", .. Names]);
    }
}
