namespace Fitness;

/// <summary>The folder of a checkout of Fitness.</summary>
public static class CheckoutFolder
{
    /// <summary>The folder of the build output in a checkout.</summary>
    public const string Artifacts = "artifacts";

    private const string Solution = "Fitness.sln";

    /// <summary>The nearest folder, from the given one upwards, that holds the solution; null if there is none.</summary>
    public static string? Find(string from)
    {
        var folder = new DirectoryInfo(from);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, Solution)))
            folder = folder.Parent;
        return folder?.FullName;
    }
}
