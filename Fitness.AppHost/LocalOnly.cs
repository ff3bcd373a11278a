namespace Fitness.AppHost;

/// <summary>Replaces the folder Cloud if the AppHost is built with <c>FitnessLocalOnly=true</c>. What runs on this machine is still there.</summary>
internal static class Cloud
{
    /// <summary>What is left out, and how to get it.</summary>
    public static string? LeftOut =>
        "Built with FitnessLocalOnly=true, without Aspire.Hosting.AWS and Aspire.Hosting.Docker: --environment Test and publishing are left out. Where a package source has both, build without FitnessLocalOnly.";

    /// <exception cref="StartException">Always: it is left out.</exception>
    public static IResourceBuilder<T> WithDataStack<T>(this IResourceBuilder<T> api, AppHostOptions options)
        where T : IResource => throw new StartException(LeftOut!);

    /// <exception cref="StartException">Always: it is left out.</exception>
    public static void AddDockerHost(this IDistributedApplicationBuilder builder, AppHostOptions options) =>
        throw new StartException(LeftOut!);
}
