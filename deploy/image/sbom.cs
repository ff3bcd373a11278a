#:property PublishAot=false

// Creates the image's bill of materials (CycloneDX 1.6) from the results of maintained tools: the NuGet packages (the dotnet tool
// CycloneDX) and the base's packages (trivy, as CycloneDX's cdxgen ships it). It adds what they miss: the packages' assemblies, from
// the build's own bill of materials, the runtime that is compiled in, what is in the page, the engine and its Rust crates. The service reads its
// packages' assemblies from it. It does not depend on the time or the machine: the same image gives the same bytes.
//
//   dotnet run deploy/image/sbom.cs -- FILE=… for each of the names below

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

const string imageRef = "image";
const string applicationRef = "application";
var options = args.Select(argument => argument.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
var nuget = Read(options["nuget"]);
var operatingSystem = Read(options["base"]);
var created = DateTimeOffset.FromUnixTimeSeconds(long.Parse(options["epoch"], CultureInfo.InvariantCulture));

var packages = Components(nuget).ToList();
AddAssemblies(packages, Components(Read(options["build"])));
CheckAssemblies(options["ilc"], packages);
packages.AddRange(RuntimePacks(options["assets"], options["packages"]));
packages.AddRange(PagePackages(options["page"]));
var distribution = Components(operatingSystem).Single(component => (string?)component["type"] == "operating-system");
distribution["bom-ref"] = $"os:{distribution["name"]}@{distribution["version"]}";
var basePackages = Components(operatingSystem).Where(component => (string?)component["type"] != "operating-system").ToList();
if (basePackages.Count == 0)
    throw new InvalidOperationException("The base names no packages: it has neither var/lib/dpkg/status nor status.d.");
if (File.Exists(options["zones"]))
    basePackages.Add(TimeZones(options["zones"]));
var engine = Engine(options["lock"], options["engine"]);

CheckCompiled(options["ilc"], packages);

var document = new JsonObject
{
    ["bomFormat"] = "CycloneDX",
    ["specVersion"] = "1.6",
    ["version"] = 1,
    ["metadata"] = new JsonObject
    {
        ["timestamp"] = created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["component"] = new JsonObject
        {
            ["type"] = "container",
            ["bom-ref"] = imageRef,
            ["name"] = "fitness/api",
            ["version"] = options["version"],
        },
        ["tools"] = new JsonObject { ["components"] = new JsonArray([.. Tools(nuget), .. Tools(operatingSystem)]) },
    },
    ["components"] = Sorted([Application(), .. packages, engine, distribution, .. basePackages.Select(Shipped)]),
    ["dependencies"] = new JsonArray([
        DependsOn(imageRef, [applicationRef, Reference(engine), Reference(distribution)]),
        DependsOn(applicationRef, packages.Select(Reference)),
        .. Dependencies(nuget),
        DependsOn(Reference(distribution), basePackages.Select(Reference)),
    ]),
};

// A serial number is a UUID; this one (version 8, RFC 9562) is derived from the content.
var hash = SHA256.HashData(Encoding.UTF8.GetBytes(document.ToJsonString()))[..16];
hash[6] = (byte)(hash[6] & 0x0F | 0x80);
hash[8] = (byte)(hash[8] & 0x3F | 0x80);
document.Insert(2, "serialNumber", $"urn:uuid:{new Guid(hash, bigEndian: true)}");
File.WriteAllText(options["output"], document.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));

JsonObject Application() =>
    new()
    {
        ["type"] = "application",
        ["bom-ref"] = applicationRef,
        ["name"] = "Fitness.Api",
        ["version"] = options["version"],
    };

static JsonObject Read(string path) => JsonNode.Parse(File.ReadAllText(path))!.AsObject();

static IEnumerable<JsonObject> Components(JsonObject document) =>
    (document["components"]?.AsArray() ?? []).Select(component => component!.DeepClone().AsObject());

// Only dependencies between packages: the application's own are already known.
static IEnumerable<JsonNode> Dependencies(JsonObject document) =>
    from dependency in document["dependencies"]!.AsArray()
    where ((string)dependency!["ref"]!).StartsWith("pkg:", StringComparison.Ordinal) && dependency["dependsOn"] is JsonArray { Count: > 0 }
    orderby (string)dependency["ref"]!
    select dependency.DeepClone();

static IEnumerable<JsonNode> Tools(JsonObject document) =>
    document["metadata"]!["tools"]!["components"]!.AsArray().Select(tool => tool!.DeepClone());

static string Reference(JsonObject component) => (string)component["bom-ref"]!;

static JsonArray Sorted(IEnumerable<JsonObject> components) => new([.. components.OrderBy(Reference, StringComparer.Ordinal)]);

static JsonObject DependsOn(string reference, IEnumerable<string> others) =>
    new()
    {
        ["ref"] = reference,
        ["dependsOn"] = new JsonArray([.. others.Order(StringComparer.Ordinal).Select(other => JsonValue.Create(other))]),
    };

// The scanner's properties contain paths and layer numbers of this scan.
static JsonObject Shipped(JsonObject component)
{
    component.Remove("properties");
    component["scope"] = "required";
    return component;
}

static JsonObject Package(string kind, string name, string version, string license, string algorithm, string hash) =>
    new()
    {
        ["type"] = "library",
        ["bom-ref"] = $"pkg:{kind}/{name}@{version}",
        ["name"] = name,
        ["version"] = version,
        ["scope"] = "required",
        ["purl"] = $"pkg:{kind}/{name.Replace("@", "%40", StringComparison.Ordinal)}@{version}",
        ["licenses"] = new JsonArray(new JsonObject { ["expression"] = license }),
        ["hashes"] = new JsonArray(new JsonObject { ["alg"] = algorithm, ["content"] = hash }),
    };

// The .NET and ASP.NET Core runtimes, which NuGet downloads for the compiler and no project references.
static IEnumerable<JsonObject> RuntimePacks(string assets, string packages) =>
    from framework in Read(assets)["project"]!["frameworks"]!.AsObject()
    from pack in framework.Value!["downloadDependencies"]?.AsArray() ?? []
    let name = (string)pack!["name"]!
    where
        name.StartsWith("Microsoft.NETCore.App.Runtime.NativeAOT.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.AspNetCore.App.Runtime.", StringComparison.Ordinal)
    let version = ((string)pack["version"]!).Trim('[', ']').Split(',')[0]
    let folder = Path.Combine(packages, name.ToLowerInvariant(), version)
    let sha512 = Convert.FromBase64String(File.ReadAllText(Path.Combine(folder, $"{name.ToLowerInvariant()}.{version}.nupkg.sha512")))
    select Package("nuget", name, version, "MIT", "SHA-512", Convert.ToHexString(sha512));

// The first line of the database contains its version.
static JsonObject TimeZones(string database)
{
    var version = File.ReadLines(database).First().Split(' ')[^1];
    return new JsonObject
    {
        ["type"] = "data",
        ["bom-ref"] = $"pkg:generic/tzdata@{version}",
        ["name"] = "tzdata",
        ["version"] = version,
        ["purl"] = $"pkg:generic/tzdata@{version}",
    };
}

// What the build of the page has bundled, with the lock file's hashes.
static IEnumerable<JsonObject> PagePackages(string built) =>
    Read(built)["packages"]!
        .AsArray()
        .Select(package =>
            Package(
                "npm",
                (string)package!["name"]!,
                (string)package["version"]!,
                (string)package["license"]!,
                "SHA-512",
                Sha512Of((string)package["integrity"]!)
            )
        );

// npm writes hashes as the attribute integrity of HTML does: https://www.w3.org/TR/SRI/
static string Sha512Of(string integrity) => Convert.ToHexString(Convert.FromBase64String(integrity.Split('-', 2)[1]));

// The engine as in the lock file. Its binary names the crates that can appear in a message or a stack trace: most of them.
static JsonObject Engine(string lockFile, string binary)
{
    const string prefix = "node_modules/";
    var (path, locked) = Read(lockFile)["packages"]!.AsObject().Single(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal));
    var engine = Package(
        "npm",
        path[prefix.Length..],
        (string)locked!["version"]!,
        (string)locked["license"]!,
        "SHA-512",
        Sha512Of((string)locked["integrity"]!)
    );
    var crates = Regex.Matches(
        Encoding.Latin1.GetString(File.ReadAllBytes(binary)),
        @"/index\.crates\.io-[0-9a-f]+/([a-z0-9_-]+)-([0-9]+\.[0-9]+\.[0-9]+[0-9A-Za-z.+-]*)/"
    );
    engine["components"] = Sorted(
        crates
            .Select(crate => (Name: crate.Groups[1].Value, Version: crate.Groups[2].Value))
            .Distinct()
            .Select(crate => new JsonObject
            {
                ["type"] = "library",
                ["bom-ref"] = $"pkg:cargo/{crate.Name}@{crate.Version}",
                ["name"] = crate.Name,
                ["version"] = crate.Version,
                ["purl"] = $"pkg:cargo/{crate.Name}@{crate.Version}",
            })
    );
    return engine;
}

// Each package gets its assemblies from the build's own list, which the service shows when it runs from the sources.
static void AddAssemblies(IReadOnlyCollection<JsonObject> packages, IEnumerable<JsonObject> built)
{
    var known = packages.ToDictionary(Reference);
    foreach (var package in built)
    {
        if (!known.TryGetValue(Reference(package), out var one))
            throw new InvalidOperationException($"{Reference(package)} is built in, but the tool CycloneDX does not know it.");
        one["components"] = Sorted(Components(package));
    }
}

// What the compiler reads from the packages is what the list has, byte for byte; nothing else ends in the program.
static void CheckAssemblies(string response, IEnumerable<JsonObject> packages)
{
    var listed = packages
        .SelectMany(package =>
            Components(package).Select(file => $"{package["name"]}/{package["version"]}/{file["name"]} {file["hashes"]![0]!["content"]}")
        )
        .Select(file => file.ToLowerInvariant())
        .ToHashSet();
    var compiled = Regex
        .Matches(File.ReadAllText(response), @"^-r:(/nuget/([^/]+/[^/]+)/.*/([^/]+))$", RegexOptions.Multiline)
        .Where(match => !match.Groups[2].Value.Contains(".app.runtime.", StringComparison.Ordinal))
        .Select(match =>
            $"{match.Groups[2]}/{match.Groups[3]} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(match.Groups[1].Value)))}"
        )
        .Select(file => file.ToLowerInvariant())
        .ToHashSet();
    if (!compiled.SetEquals(listed))
        throw new InvalidOperationException(
            $"Compiled in and listed are not the same: {string.Join(", ", compiled.Except(listed).Concat(listed.Except(compiled)))}."
        );
}

// The compiler's list of inputs is the proof: a package that is compiled in but missing from the document fails the build.
static void CheckCompiled(string response, IEnumerable<JsonObject> packages)
{
    var known = packages.Select(package => $"{package["name"]}/{package["version"]}".ToLowerInvariant()).ToHashSet();
    var compiled = Regex
        .Matches(File.ReadAllText(response), @"^-r:/nuget/([^/]+/[^/]+)/", RegexOptions.Multiline)
        .Select(match => match.Groups[1].Value)
        .ToHashSet();
    if (compiled.Count == 0)
        throw new InvalidOperationException($"{response} names no package.");
    if (compiled.Except(known).ToList() is { Count: > 0 } missing)
        throw new InvalidOperationException($"Compiled in, but not in the bill of materials: {string.Join(", ", missing)}.");
}
