namespace Fitness.Parity.Local;

/// <summary>The programs that a checkout's commands run.</summary>
internal static class Programs
{
    /// <summary>The AWS CLI.</summary>
    public const string Aws = "aws";

    /// <summary>Docker's command line.</summary>
    public const string Docker = "docker";

    /// <summary>The .NET SDK.</summary>
    public const string Dotnet = "dotnet";
}
