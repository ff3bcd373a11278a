using Microsoft.Playwright;

namespace Fitness.Tests.Browser;

/// <summary>How a person looks at the page.</summary>
/// <param name="Name">The end of the names of its screenshots.</param>
/// <param name="Width">The window's width in CSS pixels.</param>
/// <param name="Height">The window's height in CSS pixels.</param>
/// <param name="Scheme">Light or dark.</param>
public sealed record Look(string Name, int Width, int Height, ColorScheme Scheme)
{
    /// <summary>On a desk.</summary>
    public static readonly Look Desktop = new("desktop-light", 1280, 900, ColorScheme.Light);

    private static readonly Look[] Others =
    [
        new("desktop-dark", Desktop.Width, Desktop.Height, ColorScheme.Dark),
        new("telephone-light", 390, 844, ColorScheme.Light),
        new("telephone-dark", 390, 844, ColorScheme.Dark),
    ];

    /// <summary>All.</summary>
    public static IReadOnlyList<Look> All => [Desktop, .. Others];
}
