using System.Text.Json.Nodes;

namespace Fitness.Tests.Support;

/// <summary>The assemblies of NuGet packages, as a bill of materials and an environment description name them.</summary>
internal static class PackageList
{
    /// <summary>From a bill of materials (CycloneDX 1.6).</summary>
    public static List<string> OfBill(JsonNode document)
    {
        Assert.Equal(("CycloneDX", "1.6"), ((string?)document["bomFormat"], (string?)document["specVersion"]));
        return
        [
            .. document["components"]!
                .AsArray()
                .Where(package => ((string?)package!["purl"])?.StartsWith("pkg:nuget/", StringComparison.Ordinal) == true)
                .SelectMany(package =>
                {
                    Assert.Equal($"pkg:nuget/{package!["name"]}@{package["version"]}", (string?)package["purl"]);
                    return (package["components"]?.AsArray() ?? []).Select(file =>
                    {
                        var hash = Assert.Single(file!["hashes"]!.AsArray())!;
                        Assert.Equal(("file", "SHA-256"), ((string?)file["type"], (string?)hash["alg"]));
                        return Line(
                            (string)file["name"]!,
                            package["name"],
                            package["version"],
                            ((string)hash["content"]!).ToLowerInvariant()
                        );
                    });
                })
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>From an environment description.</summary>
    public static List<string> OfDescription(JsonNode description) =>
        [
            .. description["software"]!["assemblies"]!
                .AsObject()
                .Select(assembly =>
                    Line($"{assembly.Key}.dll", assembly.Value!["package"], assembly.Value["version"], assembly.Value["sha256"])
                )
                .Order(StringComparer.Ordinal),
        ];

    private static string Line(string file, JsonNode? package, JsonNode? version, object? hash) => $"{file} {package} {version} {hash}";
}
