using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using Fitness.Tests.Support;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using static ArchUnitNET.Fluent.Slices.SliceRuleDefinition;

namespace Fitness.Tests.Layout;

/// <summary>
/// The rings of the API. Startup, how the process starts, may use everything. Features, what the product does, may use Storage, what it
/// stores, and Web, what the web needs. Storage and Web use no feature and not each other. Settings are below all of them.
/// </summary>
public sealed partial class RingTests
{
    private const string Root = "Fitness.Api";
    private const string Features = $"{Root}.Features";
    private static readonly Architecture Api = new ArchLoader().LoadAssemblies(typeof(Program).Assembly).Build();

    /// <summary>A ring, and one that it must not use.</summary>
    public static TheoryData<string, string> Forbidden =>
        new()
        {
            { "Features", "Startup" },
            { "Storage", "Startup" },
            { "Storage", "Features" },
            { "Storage", "Web" },
            { "Web", "Startup" },
            { "Web", "Features" },
            { "Web", "Storage" },
            { "Settings", "Startup" },
            { "Settings", "Features" },
            { "Settings", "Web" },
            { "Settings", "Storage" },
        };

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void A_ring_uses_none_further_out(string ring, string outer) =>
        Types()
            .That()
            .ResideInNamespaceMatching($@"^Fitness\.Api\.{ring}(\.|$)")
            .Should()
            .NotDependOnAny(Types().That().ResideInNamespaceMatching($@"^Fitness\.Api\.{outer}(\.|$)"))
            .Check(Api);

    /// <summary>Constants leave no trace in an assembly, but they need a using directive in the source.</summary>
    [Theory]
    [MemberData(nameof(Forbidden))]
    public void Nor_do_its_sources_name_one(string ring, string outer) =>
        Assert.DoesNotContain(Sources(ring), source =>
            Usings(source).Any(used => used == $"{Root}.{outer}" || used.StartsWith($"{Root}.{outer}.", StringComparison.Ordinal))
        );

    [Fact]
    public void No_two_namespaces_need_each_other() => NoCircles(Root).Check(Api);

    [Fact]
    public void Nor_do_their_sources()
    {
        var uses = Sources("")
            .GroupBy(NamespaceOf)
            .ToDictionary(
                files => files.Key,
                files =>
                    files
                        .SelectMany(Usings)
                        .Where(used => used.StartsWith($"{Root}.", StringComparison.Ordinal))
                        .ToHashSet(StringComparer.Ordinal),
                StringComparer.Ordinal
            );
        var sorted = new HashSet<string>(StringComparer.Ordinal);
        while (uses.FirstOrDefault(entry => !sorted.Contains(entry.Key) && entry.Value.IsSubsetOf(sorted)).Key is { } next)
            sorted.Add(next);
        Assert.Empty(uses.Keys.Except(sorted));
    }

    [Fact]
    public void A_planted_circle_is_found()
    {
        var planted = new ArchLoader().LoadNamespacesWithinAssembly(typeof(RingTests).Assembly, "Fitness.Tests.Layout.Planted").Build();
        Assert.Throws<FailedArchRuleException>(() => NoCircles("Fitness.Tests.Layout.Planted").Check(planted));
    }

    [Fact]
    public void A_feature_uses_another_by_its_public_types_only()
    {
        var features = Api.Types.Where(type => FeatureOf(type) is not null).ToList();
        Assert.NotEmpty(features);
        var hidden =
            from type in features
            from used in type.Dependencies.Select(dependency => Outermost(dependency.Target))
            where FeatureOf(used) is { } feature && feature != FeatureOf(type) && used.Visibility != Visibility.Public
            select $"{type.FullName} uses {used.FullName}";
        Assert.Empty(hidden.Distinct());
    }

    [Fact]
    public void Every_feature_writes_JSON_in_the_same_way()
    {
        var contexts = typeof(Program).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(JsonSerializerContext))).ToList();
        Assert.True(contexts.Count > 1);
        Assert.Single(
            contexts
                .Select(type =>
                {
                    var options = type.GetCustomAttributes(typeof(JsonSourceGenerationOptionsAttribute), inherit: false)
                        .Cast<JsonSourceGenerationOptionsAttribute>()
                        .Single();
                    return (
                        options.PropertyNamingPolicy,
                        options.NumberHandling,
                        options.PropertyNameCaseInsensitive,
                        options.DefaultIgnoreCondition,
                        options.WriteIndented
                    );
                })
                .Distinct()
        );
    }

    private static SliceRule NoCircles(string root) => Slices().Matching($"{root}.(**)").Should().BeFreeOfCycles();

    private static string? FeatureOf(IType type) =>
        type.Namespace?.FullName is { } name && name.StartsWith($"{Features}.", StringComparison.Ordinal)
            ? name[(Features.Length + 1)..].Split('.')[0]
            : null;

    /// <summary>Lambdas, iterators and async methods become types nested in the type that contains them.</summary>
    private static IType Outermost(IType type) =>
        type.FullName.IndexOf('+', StringComparison.Ordinal) is > 0 and var end
            ? Api.Types.FirstOrDefault(outer => outer.FullName == type.FullName[..end]) ?? type
            : type;

    private static IEnumerable<string> Sources(string ring) =>
        Directory
            .EnumerateFiles(Repository.PathOf(Root, ring), "*.cs", SearchOption.AllDirectories)
            .Where(path => NamespaceOf(path) != Root);

    private static string NamespaceOf(string path) =>
        Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(path)!).Replace(Path.DirectorySeparatorChar, '.');

    private static IEnumerable<string> Usings(string path) =>
        UsingDirective()
            .Matches(File.ReadAllText(path))
            .Select(match => match.Groups[1].Value)
            .Concat(QualifiedName().Matches(File.ReadAllText(path)).Select(match => $"{Root}.{match.Groups[1].Value}"));

    [GeneratedRegex(@"^(?:global )?using (?:static |\w+ = )?([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex UsingDirective();

    /// <summary>A name that needs no using directive, because it begins with a ring.</summary>
    [GeneratedRegex(
        @"^(?!\s*(?:(?:global )?using |namespace |//)).*?(?<![\w.""])((?:Features|Startup|Storage|Web|Settings)\.[A-Z]\w*)",
        RegexOptions.Multiline
    )]
    private static partial Regex QualifiedName();
}
