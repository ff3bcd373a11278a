namespace Fitness.Cli;

/// <summary>The names of the stacks.</summary>
internal static class StackNames
{
    /// <summary>The name of the Docker host's stack, from the name of the stack with the table and the users.</summary>
    public static string Host(string name) => $"{name}-host";
}
