namespace Fitness.Tests.Support;

/// <summary>The files of the checkout that are made from the program. A change of one is reviewed with what changed it.</summary>
internal static class Snapshot
{
    private const string UpdateVariable = "FITNESS_UPDATE_SNAPSHOTS";

    /// <summary>Fails the running test if the file has another content; with FITNESS_UPDATE_SNAPSHOTS=1, writes it and skips the test.</summary>
    /// <param name="content">What the program makes.</param>
    /// <param name="path">The file's path in the checkout.</param>
    public static async Task CompareAsync(string content, params string[] path)
    {
        var name = string.Join('/', path);
        var file = Repository.PathOf(path);
        if (Environment.GetEnvironmentVariable(UpdateVariable) is { Length: > 0 })
        {
            await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
            Assert.Skip($"{name} was written; review it, and run again without {UpdateVariable}.");
        }
        var reviewed = File.Exists(file) ? await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken) : null;
        Assert.True(
            reviewed == content,
            $"{name} is not what the program makes of it now. Run with {UpdateVariable}=1 and review the difference."
        );
    }
}
