using System.Text.Json.Nodes;

namespace Fitness.Cli.Parity;

/// <summary>An environment description and whose it is.</summary>
/// <param name="Name">As it was named on the command line.</param>
/// <param name="Description">The description.</param>
internal sealed record Side(string Name, JsonObject Description)
{
    /// <summary>The name of this checkout.</summary>
    public const string OfCheckout = ".";

    /// <summary>Whether the name is that of a service that runs.</summary>
    public static bool IsAddress(string name) => name.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || name.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address that a side names.</summary>
    /// <exception cref="CommandException">It is none.</exception>
    public static Uri AddressOf(string name) => Uri.TryCreate(name.TrimEnd('/'), UriKind.Absolute, out var address) ? address : throw new CommandException($"'{name}' is no address.", ParityCommandLine.Unreadable);
}
