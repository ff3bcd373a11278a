namespace Fitness.Tests.Support;

/// <summary>
/// If the variable <c>FITNESS_TEST_IMAGE</c> is set, the same tests run against containers of that image instead of the API in this
/// process. Tests that look into the process, for example with their own clock, are then skipped.
/// </summary>
internal static class ImageUnderTest
{
    private const string Variable = "FITNESS_TEST_IMAGE";

    /// <summary>The image; null for the API in this process.</summary>
    public static string? Name { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name ? name : null;

    /// <summary>Skips the running test if an image is tested.</summary>
    public static void SkipInside(string what) =>
        Assert.SkipWhen(Name is not null, $"{what}: no container lets a test do that. Without {Variable} it runs.");

    /// <summary>The options of <c>docker run</c> that remove a container's privileges.</summary>
    public static string[] Hardening { get; } =
    ["--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"];

    /// <summary>The options of <c>docker run</c> for a container that reaches this machine's loopback addresses, hardened as in the manifest.</summary>
    public static string[] Options(IEnumerable<(string Name, string Value)> settings) =>
        [
            "--network",
            "host",
            .. Hardening,
            .. settings.SelectMany(setting => new[] { "--env", $"{SettingNames.Variable(setting.Name)}={setting.Value}" }),
        ];
}
