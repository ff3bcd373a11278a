namespace Fitness.Tests.Support;

/// <summary>The checkout that the tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } =
        CheckoutFolder.Find(AppContext.BaseDirectory) ?? throw new InvalidOperationException("The tests do not lie in a checkout.");

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);
}
