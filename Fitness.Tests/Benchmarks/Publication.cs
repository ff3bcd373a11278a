using CliWrap;
using Fitness.Tests.Support;

namespace Fitness.Benchmarks;

/// <summary>Publishes projects of this checkout for a measurement, into <c>artifacts/benchmark</c>.</summary>
internal static class Publication
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <summary>Compiled ahead of time, with the options of <c>deploy/image/Dockerfile</c>.</summary>
    /// <param name="project">The project's folder, from the repository's root on.</param>
    /// <returns>The folder with the program.</returns>
    public static Task<string> AheadOfTimeAsync(string project) => PublishAsync(project, "ahead-of-time", "--runtime", "linux-x64");

    /// <summary>For the just-in-time compiler, without the runtime.</summary>
    /// <inheritdoc cref="AheadOfTimeAsync"/>
    public static Task<string> JitAsync(string project) => PublishAsync(project, "jit", "--no-self-contained", "-p:PublishAot=false");

    private static async Task<string> PublishAsync(string project, string form, params string[] options)
    {
        var folder = Repository.PathOf("artifacts", "benchmark", form, Path.GetFileName(project));
        Console.WriteLine($"Publishing {project} into {folder}.");
        var (exitCode, output, error) = await Docker.RunProgramAsync(
            new Command("dotnet").WithArguments([
                "publish",
                Repository.PathOf(project),
                "--configuration",
                "Release",
                "--output",
                folder,
                .. options,
            ]),
            Timeout
        );
        return exitCode == 0 ? folder : throw new InvalidOperationException($"{project} cannot be published: {output}{error}");
    }
}
