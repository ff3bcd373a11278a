using System.Text;

namespace Fitness.Api.Settings;

/// <summary>The table of settings as Markdown.</summary>
internal static class SettingDocument
{
    /// <summary>Writes the table.</summary>
    public static string Write()
    {
        var text = new StringBuilder(
            """
            # Settings

            This file is made from `SettingTable.cs`, which the service checks at its start; `Fitness.Api settings` prints it. Set them as
            environment variables, or as arguments such as `--AWS_REGION eu-central-1`. An empty value is no value, except where a folder is
            meant. A `*` stands for any name, or a number from 0 in a list.

            | setting | value | unless set | environments | |
            |---|---|---|---|---|

            """
        );
        foreach (var row in SettingTable.Rows)
            text.Append(
                $"| `{SettingNames.Variable(row.Name)}` | {row.Kind.Type}: {row.Kind.Range.Replace("*", "\\*", StringComparison.Ordinal)}{(row.IsSecret ? "; secret" : "")} | {DefaultOf(row)} | {UseOf(row)} | {row.Meaning} |\n"
            );
        return text.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    private static string DefaultOf(Setting row) =>
        (row.Default, row.DefaultInProduction) switch
        {
            (null, _) => "",
            ({ } value, null) => $"`{value}`",
            var (value, production) => $"`{value}`; `{production}` in Production",
        };

    private static string UseOf(Setting row) =>
        row.Use switch
        {
            SettingUse.Required => "all; required in Test and Production",
            SettingUse.UsedInDevelopment => "Development; without effect elsewhere",
            SettingUse.DevelopmentOnly => "Development; refused elsewhere",
            _ => "all",
        };
}
