namespace Fitness.Tests.Support;

/// <summary>Folders for tests' data, deleted when the process exits.</summary>
internal static class Folders
{
    public static string Create()
    {
        var folder = Directory.CreateTempSubdirectory("fitness-test-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        };
        return folder;
    }
}
