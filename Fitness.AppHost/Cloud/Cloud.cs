namespace Fitness.AppHost;

/// <summary>This folder: what needs Aspire.Hosting.AWS or Aspire.Hosting.Docker. LocalOnly.cs is what is there without it.</summary>
internal static class Cloud
{
    /// <summary>What is left out of this build: nothing.</summary>
    public static string? LeftOut => null;
}
