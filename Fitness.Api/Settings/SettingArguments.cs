namespace Fitness.Api.Settings;

/// <summary>Settings as arguments: <c>--NAME=VALUE</c>.</summary>
internal static class SettingArguments
{
    private const string Prefix = "--";

    /// <summary>Whether the argument has the form of a setting.</summary>
    public static bool IsSetting(string argument) => argument.StartsWith(Prefix, StringComparison.Ordinal) && argument.Contains('=', StringComparison.Ordinal);

    /// <summary>The argument as the configuration reads it: a name is the same with <c>__</c> as with <c>:</c>, and as that of a variable.</summary>
    public static string Normalize(string argument)
    {
        var end = argument.IndexOf('=', StringComparison.Ordinal);
        var name = argument[Prefix.Length..end].Replace("__", ":", StringComparison.Ordinal);
        var key = SettingTable.Rows.FirstOrDefault(row => row.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Key ?? name;
        return $"{Prefix}{key}{argument[end..]}";
    }
}
