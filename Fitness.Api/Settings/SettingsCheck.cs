using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.Json;

namespace Fitness.Api.Settings;

/// <summary>Checks what is set against <see cref="SettingTable"/>, before anything is started.</summary>
internal static class SettingsCheck
{
    // Aspire sets every output of the data stack, and a stack may have others. One that is almost a setting is a mistake all the same.
    private const int Misspelt = 3;

    /// <summary>Finds everything that is wrong.</summary>
    /// <param name="configuration">What is set.</param>
    /// <param name="environment">The selected environment.</param>
    /// <returns>A sentence for each mistake, which names the setting.</returns>
    public static IReadOnlyList<string> FindProblems(IConfigurationRoot configuration, string environment)
    {
        // Everything else depends on the environment.
        if (SettingTable.Find(EnvironmentChoice.Key)!.Problem(EnvironmentChoice.Key, environment) is { } problem)
            return [problem];
        return
        [
            .. FindUnknown(configuration)
                .Concat(FindWrong(configuration))
                .Concat(SettingRules.FindProblems(configuration, environment))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<string> FindWrong(IConfigurationRoot configuration) =>
        from setting in configuration.AsEnumerable().OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase)
        where setting.Value is not null
        let row = SettingTable.Find(setting.Key)
        // The environment in force is checked first; a tool's own variable may have the same name.
        where row is not null && row.Name != SettingNames.Environment
        let problem = row.Problem(setting.Key, setting.Value)
        where problem is not null
        select problem;

    private static IEnumerable<string> FindUnknown(IConfigurationRoot configuration) =>
        from provider in configuration.Providers
        from key in Keys(provider, null)
        let problem = UnknownProblem(key, provider)
        where problem is not null
        select problem;

    /// <summary>An argument, or a line of a file of ours, can only be meant for this service. An environment variable can be another program's, unless it is in a section of ours.</summary>
    private static string? UnknownProblem(string key, IConfigurationProvider provider)
    {
        var row = SettingTable.Find(key);
        // It has been read before the files, so there it would have no effect.
        if (row?.Name == SettingNames.Environment && provider is JsonConfigurationProvider)
            return $"{row.Name} is set in a file, which cannot select the environment; use the environment variable or --{EnvironmentChoice.Key}.";
        if (row is { IsVariableOnly: true } && provider is CommandLineConfigurationProvider)
            return $"{row.Name} is read from the environment only; set it as an environment variable.";
        if (row is not null && (!row.IsPattern || row.Key.Split(':')[0] != "AWS"))
            return null;
        var nearest = NearestName.Find(SettingNames.Variable(key), Names(provider).Select(SettingNames.Variable).Concat(PatternNames(key)));
        if (row is not null)
            return
                nearest is not null
                && NearestName.Distance(SettingNames.Variable(key).ToUpperInvariant(), nearest.ToUpperInvariant()) <= Misspelt
                ? Unknown(key, nearest)
                : null;
        if (IsOfTokens(key))
            return Unknown(key, nearest);
        var isOurs =
            key.Contains(':', StringComparison.Ordinal)
            && SettingTable.Sections.Contains(key.Split(':')[0], StringComparer.OrdinalIgnoreCase);
        return isOurs || provider is CommandLineConfigurationProvider or JsonConfigurationProvider ? Unknown(key, nearest) : null;
    }

    /// <summary>Whether a name without a section of ours is meant for the tokens all the same, such as one with single underscores: without it, none would be checked.</summary>
    private static bool IsOfTokens(string key) =>
        SettingNames.BearerSection.Split(':')[1..].All(part => key.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static string Unknown(string key, string? nearest) =>
        $"{Readable.Value(SettingNames.Variable(key))} is no setting of Fitness; {(nearest is null ? "the command 'settings' lists them" : $"the nearest is {nearest}")}.";

    /// <summary>The names under which the settings can be set there.</summary>
    private static IEnumerable<string> Names(IConfigurationProvider provider)
    {
        var rows = SettingTable.Rows.Where(row => !row.IsPattern).ToList();
        return rows.Select(row => row.Name).Concat(provider is CommandLineConfigurationProvider ? rows.Select(row => row.Key) : []);
    }

    /// <summary>The patterns with the key's own parts in place of the stars.</summary>
    private static IEnumerable<string> PatternNames(string key)
    {
        var given = key.Split(':');
        return from row in SettingTable.Rows
            where row.IsPattern
            let parts = row.Name.Split(':')
            where parts.Length == given.Length && parts[^1] != "*"
            select SettingNames.Variable(string.Join(':', parts.Select((part, index) => part == "*" ? given[index] : part)));
    }

    private static IEnumerable<string> Keys(IConfigurationProvider provider, string? parent)
    {
        foreach (var name in provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var key = parent is null ? name : $"{parent}:{name}";
            var children = Keys(provider, key).ToList();
            // A section is no setting; some tools pass it as one without a value.
            if (provider.TryGet(key, out var value) && value is not null && (value.Length > 0 || children.Count == 0))
                yield return key;
            foreach (var child in children)
                yield return child;
        }
    }
}
