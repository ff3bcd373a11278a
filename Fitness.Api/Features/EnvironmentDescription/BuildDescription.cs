using System.Reflection;
using System.Runtime.InteropServices;
using Fitness.Api.Settings;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>What was built.</summary>
/// <param name="Version">The version, such as <c>1.0</c>.</param>
/// <param name="Commit">The commit's hash; null when the sources were not in a repository.</param>
/// <param name="Dirty">Whether it was built with uncommitted changes.</param>
/// <param name="Configuration"><c>Release</c> or <c>Debug</c>.</param>
/// <param name="Compiler"><c>aot</c>: compiled ahead of time, as in the image; <c>jit</c>: at run time.</param>
/// <param name="RuntimeIdentifier">Operating system and processor, such as <c>linux-x64</c>.</param>
/// <param name="Program">SHA-256 of the program's file; null where it cannot be read.</param>
/// <param name="Image">The running image; null when not run from an image.</param>
internal sealed record BuildDescription(
    string Version,
    string? Commit,
    bool Dirty,
    string Configuration,
    string Compiler,
    string RuntimeIdentifier,
    string? Program,
    ImageDescription? Image
)
{
    // The assemblies that a just-in-time compiled program runs on. RuntimeFeature reports no such compiler in either kind of build.
    private const string AssembliesOfTheHost = "TRUSTED_PLATFORM_ASSEMBLIES";
    private const string DirtySuffix = "-dirty";

    /// <summary>The facts about the program itself, the same wherever it runs.</summary>
    public static BuildDescription OfThisProgram { get; } = Create();

    /// <summary>Whether the program was compiled ahead of time.</summary>
    public static bool IsAheadOfTime => AppContext.GetData(AssembliesOfTheHost) is null;

    /// <summary>Version and commit, as in <c>1.0+3f2a…</c>.</summary>
    public override string ToString() => $"{Version}{(Commit is null ? "" : $"+{Commit}")}{(Dirty ? DirtySuffix : "")}";

    /// <summary>The program, with the image in which it was started.</summary>
    public static BuildDescription Of(FitnessSettings settings) =>
        OfThisProgram with
        {
            Program = ContentHash.OfFile(
                IsAheadOfTime
                    ? Environment.ProcessPath!
                    : Path.Combine(AppContext.BaseDirectory, $"{typeof(BuildDescription).Assembly.GetName().Name}.dll")
            ),
            Image = settings.Image is { } reference ? new ImageDescription(reference, ImageReference.DigestOf(reference)) : null,
        };

    private static BuildDescription Create()
    {
        var assembly = typeof(BuildDescription).Assembly;
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+', 2);
        var commit = version.Length > 1 ? version[1] : null;
        var dirty = commit?.EndsWith(DirtySuffix, StringComparison.Ordinal) == true;
        return new BuildDescription(
            version[0],
            dirty ? commit![..^DirtySuffix.Length] : commit,
            dirty,
            assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration,
            IsAheadOfTime ? "aot" : "jit",
            RuntimeInformation.RuntimeIdentifier,
            null,
            null
        );
    }
}

/// <summary>An image.</summary>
/// <param name="Reference">Its name and digest, as given by whoever started it.</param>
/// <param name="Digest">The digest, such as <c>sha256:0123…</c>.</param>
internal sealed record ImageDescription(string Reference, string Digest);
