namespace Fitness.Cli;

/// <summary>How the stacks are called.</summary>
internal static class StackNames
{
    /// <summary>The stack of the Docker host beside the stack of the table and the users.</summary>
    public static string Host(string name) => $"{name}-host";
}
