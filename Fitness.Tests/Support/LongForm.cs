namespace Fitness.Tests.Support;

/// <summary>Tests of what depends on chance have a long form, which tries more often: with the variable <c>FITNESS_TEST_LONG=1</c>.</summary>
internal static class LongForm
{
    private static readonly bool IsOn = Environment.GetEnvironmentVariable("FITNESS_TEST_LONG") is { Length: > 0 } and not "0";

    /// <summary>How often the running test tries.</summary>
    /// <param name="daily">How often it does every day.</param>
    /// <param name="inLongForm">How often it does in its long form.</param>
    public static int Times(int daily, int inLongForm) => IsOn ? inLongForm : daily;
}
