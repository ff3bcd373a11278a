using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Fitness.Parity;
using Fitness.Tests.Support;
using Mono.Cecil;

namespace Fitness.Tests.Layout;

/// <summary>
/// What not every operating system has (libraries of the operating system, signals, file modes, the files of Unix) is in members that say
/// where they can be used. The compiler then refuses a call without a check of the operating system (CA1416).
/// </summary>
public sealed partial class PlatformTests
{
    private const string Linux = "linux";
    private const string NotWindows = "not windows";

    [Fact]
    public void What_is_behind_a_check_of_the_operating_system()
    {
        string[] expected =
        [
            $"CertificateDescription.Places: {Linux}: /etc/pki/tls/certs, /etc/pki/tls/certs/ca-bundle.crt, /etc/ssl/certs, /etc/ssl/certs/ca-certificates.crt",
            $"DockerEngine.StandardInput: {NotWindows}: /dev/stdin",
            $"HostsFile.Read: {NotWindows}: /etc/hosts",
            $"LinuxFiles: {Linux}: /etc/gai.conf, /etc/host.conf, /etc/ld.so.preload, /etc/nsswitch.conf, /etc/pki/tls/openssl.cnf, /etc/ssl/openssl.cnf",
            $"NativeLibraries.GlibcVersion: {Linux}: gnu_get_libc_version of libc",
            $"ProcessDescription.OpenFiles: {Linux}: /proc/self/limits",
            $"ProcessSignals.Kill: {NotWindows}: kill of libc",
            $"ResolverFile.Read: {NotWindows}: /etc/resolv.conf",
            $"SoftwareDescription.LinuxRelease: {Linux}: /etc/os-release",
            $"TimeZoneDescription.Read: {NotWindows}: /usr/share/zoneinfo",
        ];
        var found = new[]
        {
            typeof(Program),
            typeof(Microsoft.Extensions.Hosting.ServiceDefaults),
            typeof(EngineProgram),
            typeof(Comparison),
            typeof(ParityReport),
        }.SelectMany(type => Of(type.Assembly.Location));
        Assert.Equal(string.Join('\n', expected), string.Join('\n', found.Order(StringComparer.Ordinal)));
    }

    /// <summary>Their assemblies are not referenced here.</summary>
    [Theory]
    [InlineData("Fitness.AppHost")]
    [InlineData("deploy/cli")]
    public void The_AppHost_and_the_command_line_have_nothing_of_the_kind(string folder) =>
        Assert.All(Directory.EnumerateFiles(Repository.PathOf(folder.Split('/')), "*.cs", SearchOption.AllDirectories), path =>
            Assert.DoesNotMatch(@"(?:Library|Dll)Import|UnixFileMode|PosixSignal|""/(?:proc|sys|etc|usr|dev|var)\b", File.ReadAllText(path))
        );

    private static IEnumerable<string> Of(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        return
        [
            .. from type in module.GetTypes()
            from method in type.Methods
            from what in WhatOf(method)
            group what by MarkedBy(method) into one
            select $"{one.Key}: {string.Join(", ", one.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}",
        ];
    }

    private static IEnumerable<string> WhatOf(MethodDefinition method)
    {
        if (method.PInvokeInfo is { } import)
            return [$"{import.EntryPoint} of {import.Module.Name}"];
        if (!method.HasBody)
            return [];
        return method.Body.Instructions.Select(one => one.Operand).Select(What).OfType<string>();

        static string? What(object operand) =>
            operand switch
            {
                string text when UnixPath().IsMatch(text) => text,
                MemberReference { DeclaringType.FullName: var type } member
                    when type.EndsWith("PosixSignalRegistration", StringComparison.Ordinal)
                        || member.Name.Contains("UnixFileMode", StringComparison.Ordinal) => $"{type}.{member.Name}",
                _ => null,
            };
    }

    /// <summary>The member, or the type around it, with the attribute; a name without one if there is none.</summary>
    private static string MarkedBy(MethodDefinition method)
    {
        for (var type = method.DeclaringType; type is not null; type = type.DeclaringType)
            if (Mark(type) is { } ofType)
                return $"{Name(type)}: {ofType}";
        // The compiler calls a function within a method, such as LibraryImport's own, by the method's name in '<' and '>'.
        if (Inner().Match(method.Name) is not { Success: true } inner)
            return $"{Name(method.DeclaringType)}.{method.Name}: {Mark(method) ?? "anywhere"}";
        var name = inner.Groups[1].Value;
        var around = method.DeclaringType.Methods.Where(one => one.Name == name).ToList();
        // Which of several of that name, it does not say.
        return $"{Name(method.DeclaringType)}.{name}: {(around.Count == 1 ? Mark(around[0]) : null) ?? "anywhere"}";
    }

    private static string? Mark(ICustomAttributeProvider member) =>
        member
            .CustomAttributes.Select(attribute =>
                attribute.AttributeType.Name switch
                {
                    nameof(SupportedOSPlatformAttribute) => (string)attribute.ConstructorArguments[0].Value,
                    nameof(UnsupportedOSPlatformAttribute) => $"not {attribute.ConstructorArguments[0].Value}",
                    _ => null,
                }
            )
            .FirstOrDefault(mark => mark is not null);

    private static string Name(TypeDefinition type) => type.DeclaringType is { } outer ? $"{Name(outer)}.{type.Name}" : type.Name;

    [GeneratedRegex("^(?:/(?:proc|sys|etc|usr|dev|var|tmp|run|bin|sbin|lib|opt|home|root)(?:/|$)|(?:proc|etc)$)")]
    private static partial Regex UnixPath();

    [GeneratedRegex("<([^>]+)>")]
    private static partial Regex Inner();
}
