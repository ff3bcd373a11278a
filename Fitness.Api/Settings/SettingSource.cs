using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;

namespace Fitness.Api.Settings;

/// <summary>Where a setting comes from.</summary>
/// <param name="Kind"><c>default</c>, <c>file</c>, <c>user secrets</c>, <c>environment variable</c>, <c>command line</c> or <c>host</c>.</param>
/// <param name="File">The file's path; null if it is none.</param>
internal sealed record SettingSource(string Kind, string? File = null)
{
    private const string InFile = "file";
    private const string Project = "Fitness.Api";

    // https://learn.microsoft.com/aspnet/core/security/app-secrets: the same name in each project's folder below the user's home.
    private const string SecretsFile = "secrets.json";

    private static readonly SettingSource Default = new("default");
    private static readonly SettingSource UserSecrets = new("user secrets");
    private static readonly SettingSource Variable = new("environment variable");
    private static readonly SettingSource Argument = new("command line");
    private static readonly SettingSource Host = new("host");

    /// <summary>Where the value in force comes from. An empty value is none.</summary>
    public static SettingSource Of(IConfigurationRoot configuration, string key) => AllOf(configuration, key).LastOrDefault(Default);

    /// <summary>Whether the setting comes from the user secrets, and from nowhere else.</summary>
    public static bool IsOfUserSecretsAlone(IConfigurationRoot configuration, string key) =>
        AllOf(configuration, key).All(source => source == UserSecrets);

    /// <summary>What removes the settings, as an instruction.</summary>
    public string RemovalOf(IReadOnlyCollection<string> keys)
    {
        var names = string.Join(", ", keys.Select(SettingNames.Variable));
        if (this == Variable)
            return $"unset {string.Join(", ", keys.Select(NameOfVariable))}";
        if (this == Argument)
            return $"leave out {string.Join(", ", keys.Select(key => $"--{SettingNames.Variable(key)}"))}";
        if (this == UserSecrets)
            return $"run {string.Join(" and ", keys.Select(key => $"'dotnet user-secrets remove {key} --project {Project}'"))}";
        return Kind == InFile ? $"remove {names} from {Origin(File!)}" : $"remove {names}";
    }

    /// <summary>The kind, and the name of the file.</summary>
    public override string ToString() => File is null ? Kind : $"{Kind} {Path.GetFileName(File)}";

    /// <summary>The variable's name in the letter case in which it is set.</summary>
    private static string NameOfVariable(string key) =>
        Environment
            .GetEnvironmentVariables()
            .Keys.Cast<string>()
            .FirstOrDefault(name => name.Equals(SettingNames.Variable(key), StringComparison.OrdinalIgnoreCase))
        ?? SettingNames.Variable(key);

    private static IEnumerable<SettingSource> AllOf(IConfigurationRoot configuration, string key) =>
        from provider in configuration.Providers
        where provider.TryGet(key, out var value) && !string.IsNullOrWhiteSpace(value)
        // The program tells the host the environment that it found elsewhere.
        where !(provider is MemoryConfigurationProvider && key == EnvironmentChoice.Key)
        select provider switch
        {
            JsonConfigurationProvider { Source.Path: SecretsFile } => UserSecrets,
            JsonConfigurationProvider json => new SettingSource(
                InFile,
                json.Source.FileProvider?.GetFileInfo(json.Source.Path!).PhysicalPath ?? json.Source.Path
            ),
            EnvironmentVariablesConfigurationProvider => Variable,
            CommandLineConfigurationProvider => Argument,
            _ => Host,
        };

    /// <summary>The file of the sources that the build copied next to the program, if that is where it comes from.</summary>
    private static string Origin(string file)
    {
        var (name, checkout) = (Path.GetFileName(file), CheckoutFolder.Find(Path.GetDirectoryName(file)!));
        return checkout is not null && System.IO.File.Exists(Path.Combine(checkout, Project, name)) ? $"{Project}/{name}" : file;
    }
}
