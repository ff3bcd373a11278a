namespace Fitness.Api.Settings;

/// <summary>A row of <see cref="SettingTable"/>: everything that is known of a setting.</summary>
/// <param name="Name">The name in the configuration, with <c>:</c> between its parts; <c>*</c> stands for any one part.</param>
/// <param name="Kind">The type and the range of its value.</param>
/// <param name="Meaning">One sentence: what it does.</param>
internal sealed record Setting(string Name, SettingKind Kind, string Meaning)
{
    /// <summary>The name under which the program reads it, where that is another: the host removes <c>ASPNETCORE_</c>.</summary>
    public string Key { get; init; } = Name;

    /// <summary>The value in force when it is not set; null if there is none.</summary>
    public string? Default { get; init; }

    /// <summary>The same in Production, where that is another.</summary>
    public string? DefaultInProduction { get; init; }

    /// <summary>The environments in which it can be set, and has to be.</summary>
    public SettingUse Use { get; init; }

    /// <summary>Whether its value is never printed.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether only an environment variable can set it, because a library reads that.</summary>
    public bool IsVariableOnly { get; init; }

    /// <summary>Whether the environment description has it. What is logged changes no response.</summary>
    public bool IsDescribed { get; init; } = true;

    /// <summary>Whether the name stands for several.</summary>
    public bool IsPattern => Name.Contains('*', StringComparison.Ordinal);

    /// <summary>The value in force in an environment when it is not set; null if there is none.</summary>
    public string? DefaultIn(string environment) => environment == EnvironmentNames.Production ? DefaultInProduction ?? Default : Default;

    /// <summary>Whether the key is this setting's.</summary>
    public bool Matches(string key)
    {
        if (!IsPattern)
            return Key.Equals(key, StringComparison.OrdinalIgnoreCase);
        var (parts, given) = (Key.Split(':'), key.Split(':'));
        return parts.Length == given.Length
            && parts.Zip(given).All(pair => pair.First == "*" || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What is wrong with the value, as a sentence that names the setting; null if nothing is.</summary>
    /// <param name="key">The setting's key, or one of those that it stands for.</param>
    /// <param name="value">The value.</param>
    public string? Problem(string key, string value)
    {
        var name = SettingNames.Variable(IsPattern ? key : Name);
        // An empty variable is the usual way to leave a setting out, such as in a Compose file.
        if (value.Length == 0 && !Kind.RefusesEmpty)
            return null;
        if (string.IsNullOrWhiteSpace(value))
            return $"{name} is blank; use {Kind.Range}, or remove it.";
        if (Kind.Problem(value) is not { } problem)
            return null;
        return IsSecret ? $"{name} is {Kind.Fault}; {problem}." : $"{name} is '{Readable.Value(value)}'; {problem}.";
    }
}

/// <summary>Where a setting can be set.</summary>
internal enum SettingUse
{
    /// <summary>In every environment, or not at all.</summary>
    Optional,

    /// <summary>In every environment; Test and Production do not start without it.</summary>
    Required,

    /// <summary>In every environment, but only Development uses it.</summary>
    UsedInDevelopment,

    /// <summary>In Development; the other environments do not start with it.</summary>
    DevelopmentOnly,
}
