namespace Fitness.AppHost;

/// <summary>Paths in the checkout in which the AppHost lies.</summary>
internal static class CheckoutPaths
{
    /// <summary>The full path of a file or folder, from the root of the checkout on.</summary>
    public static string PathInCheckout(this IDistributedApplicationBuilder builder, params string[] parts) =>
        Path.GetFullPath(Path.Combine([builder.AppHostDirectory, "..", .. parts]));
}
