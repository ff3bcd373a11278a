namespace Fitness.Tests.Support;

/// <summary>
/// With the variable <c>FITNESS_TEST_IMAGE</c> the same tests run against containers of that image instead of the API in this
/// process. What looks into the process, such as a clock of the test's own, is skipped then.
/// </summary>
internal static class ImageUnderTest
{
    private const string Variable = "FITNESS_TEST_IMAGE";

    /// <summary>The image, or null: the API in this process.</summary>
    public static string? Name { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name ? name : null;

    /// <summary>Skips the running test where an image is tested.</summary>
    public static void SkipInside(string what) => Assert.SkipWhen(Name is not null, $"{what}: no container lets a test do that. Without {Variable} it runs.");

    /// <summary>The options of <c>docker run</c> that leave a container no rights.</summary>
    public static string[] Hardening { get; } = ["--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"];

    /// <summary>The options of <c>docker run</c> for a container that sees this machine's loopback addresses, hardened as the manifest has it.</summary>
    public static string[] Options(IEnumerable<(string Name, string Value)> settings) =>
    [
        "--network", "host", .. Hardening,
        .. settings.SelectMany(setting => new[] { "--env", $"{SettingNames.Variable(setting.Name)}={setting.Value}" }),
    ];
}
