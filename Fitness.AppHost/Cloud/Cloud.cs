namespace Fitness.AppHost;

/// <summary>This folder has what needs Aspire.Hosting.AWS or Aspire.Hosting.Docker. LocalOnly.cs replaces it in a build without them.</summary>
internal static class Cloud
{
    /// <summary>What is left out of this build: nothing.</summary>
    public static string? LeftOut => null;
}
