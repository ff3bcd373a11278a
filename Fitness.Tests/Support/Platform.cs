namespace Fitness.Tests.Support;

/// <summary>What not every operating system has.</summary>
internal static class Platform
{
    /// <summary>Skips the running test elsewhere than on Linux.</summary>
    /// <param name="what">What the test does that only Linux can, as a sentence without its full stop.</param>
    public static void RequireLinux(string what) => Assert.SkipUnless(OperatingSystem.IsLinux(), $"{what}: only Linux can. There it runs.");

    /// <summary>Skips the running test on Windows, which has no SIGTERM.</summary>
    public static void RequireSignals() =>
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The test asks a process to end with SIGTERM: Windows has none. Elsewhere it runs.");
}
