namespace Fitness;

/// <summary>The roles that a token may carry.</summary>
public static class Roles
{
    /// <summary>They may read the environment description and the storage requests of a response outside Development.</summary>
    public const string Operators = "operators";
}
