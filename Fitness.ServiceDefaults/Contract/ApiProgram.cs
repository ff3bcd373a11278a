namespace Fitness;

/// <summary>How the API's program is called.</summary>
public static class ApiProgram
{
    /// <summary>Where it lies in the image.</summary>
    public const string PathInImage = "/app/Fitness.Api";

    /// <summary>The command that prints the environment description and starts nothing.</summary>
    public const string DescribeCommand = "describe";

    /// <summary>The command that asks the running service whether it is ready: exit code 0 when it is.</summary>
    public const string HealthCheckCommand = "healthcheck";
}
