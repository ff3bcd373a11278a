using System.Text.Json;
using Fitness.Parity.Local;

namespace Fitness.Parity;

/// <summary>Reads the comparison's reviewed files; a misspelt member is an error.</summary>
internal static class StrictJson
{
    /// <summary>Reads the file with the rules.</summary>
    /// <exception cref="CommandException">The file is missing or invalid; the message has the location.</exception>
    public static ParityRules ReadRules(string path) => Read(path, content => ParityRules.Parse(content));

    /// <summary>Reads a file.</summary>
    /// <exception cref="CommandException">The file is missing or invalid; the message has the location.</exception>
    public static T Read<T>(string path, Func<byte[], T?> parse)
    {
        try
        {
            return parse(File.ReadAllBytes(path)) ?? throw new CommandException($"{path} is empty.");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path} cannot be read: {exception.Message}");
        }
    }
}
