using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Fitness.Api.Engine;

namespace Fitness.Api.Description;

/// <summary>What was built: facts of the program itself, the same wherever it runs.</summary>
/// <param name="Version">The version, such as <c>1.0</c>.</param>
/// <param name="Commit">The commit's hash; null when the sources were in no repository.</param>
/// <param name="Dirty">Whether an image was built with changes that are in no commit.</param>
/// <param name="Configuration"><c>Release</c> or <c>Debug</c>.</param>
/// <param name="Compiler"><c>aot</c>: compiled ahead of time, as in the image; <c>jit</c>: at run time.</param>
/// <param name="Runtime">The .NET runtime and its version, such as <c>.NET 10.0.12</c>.</param>
/// <param name="RuntimeIdentifier">Operating system and processor, such as <c>linux-x64</c>.</param>
/// <param name="Engine">The embedded engine; null when the build has none.</param>
internal sealed record BuildDescription(
    string Version, string? Commit, bool Dirty, string Configuration, string Compiler, string Runtime, string RuntimeIdentifier, EngineDescription? Engine)
{
    // The assemblies that a just-in-time compiled program runs on; RuntimeFeature is told in both to say that there is no such compiler.
    private const string AssembliesOfTheHost = "TRUSTED_PLATFORM_ASSEMBLIES";
    private const string DirtySuffix = "-dirty";

    public static BuildDescription OfThisProgram { get; } = Create();

    /// <summary>Version and commit, as in <c>1.0+3f2a…</c>.</summary>
    public override string ToString() => $"{Version}{(Commit is null ? "" : $"+{Commit}")}{(Dirty ? DirtySuffix : "")}";

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
            AppContext.GetData(AssembliesOfTheHost) is null ? "aot" : "jit",
            RuntimeInformation.FrameworkDescription,
            RuntimeInformation.RuntimeIdentifier,
            EngineBinary.IsThere ? EngineDescription.OfThisBuild() : null);
    }
}

/// <summary>The embedded engine that lies beside the program.</summary>
/// <param name="Name">Its npm package.</param>
/// <param name="Version">The package's version.</param>
internal sealed record EngineDescription(string Name, string Version)
{
    /// <summary>The engine's package as the lock file pins it.</summary>
    public static EngineDescription OfThisBuild()
    {
        const string folder = "node_modules/";
        using var file = typeof(EngineDescription).Assembly.GetManifestResourceStream("engine.package-lock.json")!;
        using var document = JsonDocument.Parse(file);
        var package = document.RootElement.GetProperty("packages").EnumerateObject().Single(entry => entry.Name.StartsWith(folder, StringComparison.Ordinal));
        return new EngineDescription(package.Name[folder.Length..], package.Value.GetProperty("version").GetString()!);
    }
}
