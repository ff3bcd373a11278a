namespace Fitness.Api.Settings;

/// <summary>
/// Settings as arguments, in the forms of .NET's command line (https://learn.microsoft.com/dotnet/core/extensions/configuration-providers#command-line-configuration-provider):
/// <c>--NAME VALUE</c>, <c>--NAME=VALUE</c>, <c>/NAME VALUE</c>, <c>/NAME=VALUE</c> and <c>NAME=VALUE</c>. .NET itself ignores what it cannot read.
/// </summary>
/// <param name="Settings">The settings, each as <c>--KEY=VALUE</c>.</param>
/// <param name="Unknown">The first argument that is none; null if all are.</param>
/// <param name="Problem">What is wrong with a setting, in one line; null if nothing is.</param>
internal sealed record SettingArguments(string[] Settings, string? Unknown = null, string? Problem = null)
{
    private const string Prefix = "--";

    /// <summary>Reads the arguments.</summary>
    public static SettingArguments Read(string[] arguments)
    {
        var settings = new List<string>();
        for (var index = 0; index < arguments.Length; index++)
        {
            var argument = arguments[index];
            var start =
                argument.StartsWith(Prefix, StringComparison.Ordinal) ? Prefix.Length
                : argument.StartsWith('/') ? 1
                : 0;
            var end = argument.IndexOf('=', StringComparison.Ordinal);
            // Not repeated: after a setting it may be a part of a secret.
            if (start == 0 && (end < 0 || argument[0] == '-'))
                return settings.Count == 0
                    ? new([], Unknown: argument)
                    : new(
                        [],
                        Problem: $"The argument after '{settings[^1][..settings[^1].IndexOf('=', StringComparison.Ordinal)]}' and its value is no setting; write {Prefix}NAME=VALUE, and quote a value with spaces."
                    );
            var name = end < 0 ? argument[start..] : argument[start..end];
            if (string.IsNullOrWhiteSpace(name))
                return new([], Problem: $"The argument '{Readable.Value(argument)}' names no setting; write {Prefix}NAME=VALUE.");
            var key = KeyOf(name);
            if (end >= 0)
                settings.Add($"{Prefix}{key}{argument[end..]}");
            else if (index + 1 < arguments.Length && !arguments[index + 1].StartsWith(Prefix, StringComparison.Ordinal))
                settings.Add($"{Prefix}{key}={arguments[++index]}");
            else
                return SettingTable.Find(key) is null
                    ? new([], Unknown: argument)
                    : new([], Problem: $"The argument '{Readable.Value(argument)}' has no value; write {Readable.Value(argument)} VALUE.");
        }
        return new([.. settings], Problem: Contradiction(settings));
    }

    /// <summary>.NET would let the last one win.</summary>
    private static string? Contradiction(IEnumerable<string> settings) =>
        settings
            .Select(setting => setting.Split('=', 2))
            .GroupBy(parts => parts[0], StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(given => given.Select(parts => parts[1]).Distinct(StringComparer.Ordinal).Count() > 1)
            is { } twice
            ? $"The argument '{Readable.Value(twice.Key)}' is given with different values; give it once."
            : null;

    /// <summary>The name as the configuration has it: it is the same with <c>__</c> as with <c>:</c>, and as that of a variable.</summary>
    private static string KeyOf(string given)
    {
        var name = given.Replace("__", ":", StringComparison.Ordinal);
        return SettingTable.Rows.FirstOrDefault(row => row.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Key ?? name;
    }
}
