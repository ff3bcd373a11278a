using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>
/// The bill of materials beside the program, as far as it is read here: CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/). That of the
/// image names all that is in the image; that of a build, which it takes over, the packages alone.
/// </summary>
/// <param name="Components">The packages, among others.</param>
internal sealed record BillOfMaterials(BillOfMaterials.Component[] Components)
{
    private const string NuGet = "pkg:nuget/";
    private const string Hash = "SHA-256";

    /// <summary>The file of this program.</summary>
    public static string PathOfThisProgram => Path.Combine(AppContext.BaseDirectory, ApiProgram.BillOfMaterials);

    /// <summary>The assemblies of the NuGet packages by name.</summary>
    public IEnumerable<(string Name, AssemblyDescription Assembly)> Assemblies =>
        from package in Components
        where package.Purl?.StartsWith(NuGet, StringComparison.Ordinal) == true
        from file in package.Components ?? []
        from hash in file.Hashes ?? []
        where hash.Alg == Hash
        select (
            Path.GetFileNameWithoutExtension(file.Name),
            new AssemblyDescription(package.Name, package.Version ?? "", hash.Content.ToLowerInvariant())
        );

    /// <summary>Reads a file; null if it is missing or no bill of materials.</summary>
    public static BillOfMaterials? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), BillOfMaterialsJson.Default.BillOfMaterials);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>A package, or a file in it.</summary>
    internal sealed record Component(
        string Name,
        string? Version = null,
        string? Purl = null,
        FileHash[]? Hashes = null,
        Component[]? Components = null
    );

    /// <summary>A hash of a file.</summary>
    internal sealed record FileHash(string Alg, string Content);
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true
)]
[JsonSerializable(typeof(BillOfMaterials))]
internal sealed partial class BillOfMaterialsJson : JsonSerializerContext;
