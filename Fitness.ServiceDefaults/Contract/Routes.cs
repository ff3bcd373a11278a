namespace Fitness;

/// <summary>Where the API answers.</summary>
public static class Routes
{
    /// <summary>Readiness.</summary>
    public const string Health = "/health";

    /// <summary>Liveness.</summary>
    public const string Alive = "/alive";

    /// <summary>The readable API reference.</summary>
    public const string ApiReference = "/scalar";

    /// <summary>The environment description.</summary>
    public const string EnvironmentDescription = "/environment";

    /// <summary>The JSON Schema of the environment description.</summary>
    public const string EnvironmentSchema = $"{EnvironmentDescription}/schema";

    /// <summary>The activities.</summary>
    public const string Activities = "/v1/activities";

    /// <summary>The last part of <see cref="ActivityBatch"/>.</summary>
    public const string BatchSegment = "batch";

    /// <summary>The last part of <see cref="ActivityChanges"/>.</summary>
    public const string ChangesSegment = "changes";

    /// <summary>The last part of <see cref="ActivityImport"/>.</summary>
    public const string ImportSegment = "import";

    /// <summary>Several activities at once.</summary>
    public const string ActivityBatch = $"{Activities}/{BatchSegment}";

    /// <summary>What changed since a token.</summary>
    public const string ActivityChanges = $"{Activities}/{ChangesSegment}";

    /// <summary>A recording as a file.</summary>
    public const string ActivityImport = $"{Activities}/{ImportSegment}";

    /// <summary>Totals by period.</summary>
    public const string Summaries = "/v1/summaries";

    /// <summary>Everything that is stored of the current user.</summary>
    public const string Me = "/v1/me";

    /// <summary>The activities at the address of the walkthrough of 2014.</summary>
    public const string WalkthroughActivities = "/activity";

    /// <summary>The first sample.</summary>
    public const string FirstActivity = $"{WalkthroughActivities}/1";

    /// <summary>The kinds of errors.</summary>
    public const string Problems = "/problems";

    /// <summary>A development command: <c>PUT</c> adds the samples that are missing.</summary>
    public const string SampleData = "/development/sample-data";

    /// <summary>A development command: <c>DELETE</c> makes the table anew.</summary>
    public const string Table = "/development/table";
}
