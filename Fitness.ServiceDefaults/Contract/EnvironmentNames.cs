namespace Fitness;

/// <summary>The environments.</summary>
public static class EnvironmentNames
{
    /// <summary>Laptops: local engines only.</summary>
    public const string Development = "Development";

    /// <summary>QA, on AWS.</summary>
    public const string Test = "Test";

    /// <summary>Users, on AWS.</summary>
    public const string Production = "Production";
}
