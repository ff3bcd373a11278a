namespace Fitness.Tests.Support;

/// <summary>
/// Tests of what depends on chance have a long form, which tries more often, and a few tests are only in it: with the variable
/// <c>FITNESS_TEST_LONG=1</c>.
/// </summary>
internal static class LongForm
{
    private const string Variable = "FITNESS_TEST_LONG";
    private static readonly bool IsOn = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } and not "0";

    /// <summary>Skips the running test every day.</summary>
    /// <param name="why">What takes it so long, as a sentence without its full stop.</param>
    public static void Only(string why) => Assert.SkipUnless(IsOn, $"{why}: it is in the long form. With {Variable}=1 it runs.");

    /// <summary>How often the running test tries.</summary>
    /// <param name="daily">How often it does every day.</param>
    /// <param name="inLongForm">How often it does in its long form.</param>
    public static int Times(int daily, int inLongForm) => IsOn ? inLongForm : daily;
}
