namespace Fitness;

/// <summary>The API's program and its commands.</summary>
public static class ApiProgram
{
    /// <summary>Its path in the image.</summary>
    public const string PathInImage = "/app/Fitness.Api";

    /// <summary>The name of its bill of materials, which lies beside it.</summary>
    public const string BillOfMaterials = "sbom.cdx.json";

    /// <summary>The command that prints the environment description without starting the service.</summary>
    public const string DescribeCommand = "describe";

    /// <summary>The command that writes a capsule's data part to standard output.</summary>
    public const string CaptureCommand = "capture";

    /// <summary>What <see cref="CaptureCommand"/> says of a running service when it has read the table, and again if a request that had begun before has not ended yet: whoever copies the records copies them then, and answers with an empty line.</summary>
    public const string CopyRecords = "Copy the records.";

    /// <summary>What it says when it has all records: then it reads what the container is, and the log.</summary>
    public const string DescribeContainer = "Describe the container.";

    /// <summary>How the line begins with which it says why there is nothing.</summary>
    public const string NothingCaptured = "Nothing was captured";

    /// <summary>The command that replays a capsule: exit code 0 when all answers are as recorded.</summary>
    public const string ReplayCommand = "replay";

    /// <summary>What is in the last line of a replay's log, which says how many.</summary>
    public const string AnswersAreAsRecorded = "answers are as recorded";

    /// <summary>The command that prints what is in a capsule.</summary>
    public const string ShowCommand = "show";

    /// <summary>The command that asks the running service whether it is ready: exit code 0 when it is.</summary>
    public const string HealthCheckCommand = "healthcheck";
}
