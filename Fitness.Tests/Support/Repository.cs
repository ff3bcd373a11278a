namespace Fitness.Tests.Hosting;

/// <summary>The checkout that the tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Fitness.sln"))) folder = folder.Parent ?? throw new InvalidOperationException("The tests do not lie in a checkout.");
        return folder.FullName;
    }
}
