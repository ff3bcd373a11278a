namespace Fitness.Api.Settings;

/// <summary>
/// Which environment is selected. The host lets one variable win over the other, and an argument over both; here they have to agree,
/// because whoever sets one relies on it.
/// </summary>
internal static class EnvironmentChoice
{
    /// <summary>The host's key, and the name of the argument.</summary>
    public const string Key = "environment";

    /// <summary>.NET's variable for programs of every kind.</summary>
    public const string General = "DOTNET_ENVIRONMENT";

    /// <summary>
    /// Set by a launch profile, so by 'dotnet run' and the development environments. The profile sets no environment: it would replace
    /// the one that the user has set, and could not be told from it.
    /// </summary>
    public const string LaunchProfile = "DOTNET_LAUNCH_PROFILE";

    private static readonly string[] Names = [EnvironmentNames.Development, EnvironmentNames.Test, EnvironmentNames.Production];

    /// <summary>The environment by the arguments and by this process's variables, whose names are, as in the configuration, the same in any letter case.</summary>
    /// <param name="settings">The settings among the arguments, as <see cref="SettingArguments"/> reads them.</param>
    /// <exception cref="StartException">Two choices differ.</exception>
    public static string Read(string[] settings)
    {
        var variables = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        return Read(settings, name => variables[name]);
    }

    /// <summary>The environment, not yet checked. Unless one is selected it is Production, or Development in a launch profile.</summary>
    /// <param name="settings">The settings among the arguments, as <see cref="SettingArguments"/> reads them.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="StartException">Two choices differ.</exception>
    public static string Read(string[] settings, Func<string, string?> variable)
    {
        var choices = new[]
        {
            (Name: $"--{Key}", Value: new ConfigurationBuilder().AddCommandLine(settings).Build()[Key]),
            (Name: SettingNames.Environment, Value: variable(SettingNames.Environment)),
            (Name: General, Value: variable(General)),
        }
            .Where(choice => choice.Value is { Length: > 0 })
            .ToList();
        if (choices.Count == 0)
            return variable(LaunchProfile) is { Length: > 0 } ? EnvironmentNames.Development : EnvironmentNames.Production;
        var (first, other) = (
            choices[0],
            choices.Find(choice => !choice.Value!.Equals(choices[0].Value, StringComparison.OrdinalIgnoreCase))
        );
        if (other.Name is not null)
            throw new StartException(
                $"{first.Name} is '{Readable.Value(first.Value!)}', but {other.Name} is '{Readable.Value(other.Value!)}'. Both select the environment: set one of them, or both to the same."
            );
        return Names.FirstOrDefault(name => name.Equals(first.Value, StringComparison.OrdinalIgnoreCase)) ?? first.Value!;
    }
}
