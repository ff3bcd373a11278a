using System.Diagnostics;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>An assembly of a package.</summary>
/// <param name="Package">The NuGet package.</param>
/// <param name="Version">The package's version; if the file was replaced after the build, the version of the new file.</param>
/// <param name="Sha256">The file's hash: as compiled in ahead of time, or as loaded at run time.</param>
internal sealed record AssemblyDescription(string Package, string Version, string? Sha256)
{
    /// <summary>The assemblies of this program by name; null if its bill of materials is missing.</summary>
    public static SortedDictionary<string, AssemblyDescription>? ReadAll()
    {
        if (BillOfMaterials.Read(BillOfMaterials.PathOfThisProgram) is not { } bill)
            return null;
        var assemblies = new SortedDictionary<string, AssemblyDescription>(StringComparer.Ordinal);
        foreach (var (name, built) in bill.Assemblies)
            assemblies[name] = BuildDescription.IsAheadOfTime
                ? built
                : built.ReadFile(Path.Combine(AppContext.BaseDirectory, $"{name}.dll"));
        return assemblies;
    }

    private AssemblyDescription ReadFile(string path)
    {
        var hash = ContentHash.OfFile(path);
        return hash == Sha256
            ? this
            : this with
            {
                Sha256 = hash,
                Version = hash is null ? "missing" : FileVersionInfo.GetVersionInfo(path).ProductVersion?.Split('+')[0] ?? "unknown",
            };
    }
}
