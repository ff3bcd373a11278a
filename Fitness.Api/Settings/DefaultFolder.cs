namespace Fitness.Api.Settings;

/// <summary>Where the service keeps files unless a setting says otherwise: in <c>artifacts</c> of the checkout it was built in, else next to the program.</summary>
internal static class DefaultFolder
{
    /// <summary>The folder.</summary>
    /// <param name="name">Its name.</param>
    public static string Of(string name)
    {
        var (program, checkout) = (AppContext.BaseDirectory, CheckoutFolder.Find(AppContext.BaseDirectory));
        var built = checkout is null ? null : Path.Combine(checkout, CheckoutFolder.Artifacts);
        return Path.Combine(
            built is not null && program.StartsWith(built + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? built : program,
            name
        );
    }
}
