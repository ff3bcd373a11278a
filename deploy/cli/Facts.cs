namespace Fitness.Cli;

/// <summary>Prints values that a user may want to copy: one line each, never wrapped.</summary>
internal static class Facts
{
    public static void Write(string name, string value) => Console.WriteLine($"  {name, -20} {value}");
}
