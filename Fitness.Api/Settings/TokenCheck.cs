namespace Fitness.Api.Settings;

/// <summary>That tokens are checked, and why.</summary>
/// <param name="Reason">The settings of issuers and audiences, each with its source. It names no value.</param>
/// <param name="Undo">What removes them, as an instruction.</param>
public sealed record TokenCheck(string Reason, string Undo)
{
    /// <summary>The check of the environment: always outside Development; there if an issuer or an audience is set. Null if there is none.</summary>
    internal static TokenCheck? Find(IConfigurationRoot configuration, string environment)
    {
        var switches = TokenSettings.Switches(configuration).GroupBy(key => SettingSource.Of(configuration, key)).ToList();
        if (environment == EnvironmentNames.Development && switches.Count == 0)
            return null;
        return new TokenCheck(
            string.Join(", ", switches.Select(keys => $"{string.Join(", ", keys.Select(SettingNames.Variable))} ({keys.Key})")),
            string.Join(", and ", switches.Select(keys => keys.Key.RemovalOf([.. keys])))
        );
    }
}
