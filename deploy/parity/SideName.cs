using Fitness.Parity.Local;

namespace Fitness.Parity;

/// <summary>How the command line names a side: an address, a saved file, an image, or one of these two words.</summary>
internal static class SideName
{
    /// <summary>Names this checkout as a side.</summary>
    public const string OfCheckout = ".";

    /// <summary>Names the image built from this checkout as a side.</summary>
    public const string BuiltImage = "image";

    /// <summary>Whether the name is the address of a running service.</summary>
    public static bool IsAddress(string name) =>
        name.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || name.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address that a side names.</summary>
    /// <exception cref="CommandException">The name is not a valid address.</exception>
    public static Uri AddressOf(string name) =>
        Uri.TryCreate(name.TrimEnd('/'), UriKind.Absolute, out var address)
            ? address
            : throw new CommandException($"'{name}' is no address.");
}
