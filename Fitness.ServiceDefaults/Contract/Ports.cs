namespace Fitness;

/// <summary>The API's TCP ports.</summary>
public static class Ports
{
    /// <summary>On a laptop and on a Docker host.</summary>
    public const int Host = 10001;

    /// <summary>Inside a container.</summary>
    public const int Container = 8080;
}
