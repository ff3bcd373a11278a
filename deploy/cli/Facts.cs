namespace Fitness.Cli;

/// <summary>What a person may want to copy: a line each, never broken.</summary>
internal static class Facts
{
    public static void Write(string name, string value) => Console.WriteLine($"  {name,-20} {value}");
}
