namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>The section <c>Logging</c>: which messages are written, and how (https://learn.microsoft.com/aspnet/core/fundamentals/logging).</summary>
internal static class LoggingDescription
{
    private const string Section = "Logging";

    /// <summary>
    /// The section by which a command keeps its standard output free of messages: the console's, under its provider's full name, which
    /// nobody else uses. It is not part of the environment.
    /// </summary>
    public const string OfCommands = $"{Section}:Microsoft.Extensions.Logging.Console.ConsoleLoggerProvider";

    /// <summary>Reads the settings by the names of their environment variables. What is no level, switch or formatter counts as a secret.</summary>
    /// <param name="configuration">Where they are read from.</param>
    /// <param name="key">The key of the secrets' hashes; null for none.</param>
    public static SortedDictionary<string, InputDescription> Read(IConfiguration configuration, string? key)
    {
        var settings = new SortedDictionary<string, InputDescription>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in configuration.GetSection(Section).AsEnumerable())
            if (value is not null && !name.StartsWith($"{OfCommands}:", StringComparison.OrdinalIgnoreCase))
                settings[SettingNames.Variable(name)] = IsOpen(name, value)
                    ? new InputDescription(value, null)
                    : InputDescription.OfSecret(name, value, key);
        return settings;
    }

    private static bool IsOpen(string name, string value) =>
        Enum.TryParse<LogLevel>(value, ignoreCase: true, out _)
        || bool.TryParse(value, out _)
        || name.EndsWith(":FormatterName", StringComparison.OrdinalIgnoreCase);
}
