using System.Text;
using System.Text.RegularExpressions;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Engine;

/// <summary>What ships next to the engine's binary: its licences, and the list of what it contains.</summary>
public sealed partial class EngineLicenseTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "engine");

    [Theory]
    [InlineData("LICENSE-MIT", "Permission is hereby granted, free of charge")]
    [InlineData("LICENSE-APACHE", "Apache License")]
    [InlineData("NOTICE", "Copyright 2025-2026 Martin Hicks")]
    public void Its_own_licences_are_next_to_it(string name, string expected)
    {
        ApiProcess.RequireEngine();
        Assert.Contains(expected, File.ReadAllText(Path.Combine(Folder, name)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_part_that_the_binary_names_is_listed_in_its_version_with_a_licence()
    {
        ApiProcess.RequireEngine();
        Platform.RequireLinux("The list is of the engine for Linux, in which its makers' tools leave the names of the parts");
        var listed = File.ReadLines(Path.Combine(Folder, "COMPONENTS.csv"))
            .Skip(1)
            .Select(line => line.Split(','))
            .ToDictionary(cells => (cells[0], cells[1]), cells => cells[2]);
        var parts = PartPath()
            .Matches(Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(Folder, EngineProgram.FileName))))
            .Select(match => (Name: match.Groups[1].Value, Version: match.Groups[2].Value))
            .Distinct()
            .ToList();
        Assert.True(parts.Count > 50);
        Assert.All(parts, part => Assert.NotEmpty(listed[part]));
    }

    [GeneratedRegex("/(?:index\\.crates\\.io-[0-9a-f]+|rust/deps)/([a-z0-9_-]+?)-([0-9]+\\.[0-9]+\\.[0-9]+[0-9A-Za-z.+-]*)/")]
    private static partial Regex PartPath();
}
