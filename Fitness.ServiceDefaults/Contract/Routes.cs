namespace Fitness;

/// <summary>The API's paths.</summary>
public static class Routes
{
    /// <summary>The page.</summary>
    public const string Page = "/";

    /// <summary>The files of the page, each below a name with a hash of its content.</summary>
    public const string PageFiles = "/page";

    /// <summary>Readiness.</summary>
    public const string Health = "/health";

    /// <summary>Liveness.</summary>
    public const string Alive = "/alive";

    /// <summary>The API reference page.</summary>
    public const string ApiReference = "/scalar";

    /// <summary>The OpenAPI document.</summary>
    public const string OpenApi = "/openapi/v1.json";

    /// <summary>The environment description.</summary>
    public const string EnvironmentDescription = "/environment";

    /// <summary>Which Fitness answers, and for whom.</summary>
    public const string EnvironmentSummary = $"{EnvironmentDescription}/summary";

    /// <summary>The comparison of another environment description with this one's.</summary>
    public const string EnvironmentComparison = $"{EnvironmentDescription}/comparison";

    /// <summary>The JSON Schema of the environment description.</summary>
    public const string EnvironmentSchema = $"{EnvironmentDescription}/schema";

    /// <summary>What all paths of the API begin with, but for those of the walkthrough.</summary>
    public const string Version1 = "/v1";

    /// <summary>The activities.</summary>
    public const string Activities = $"{Version1}/activities";

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

    /// <summary>Import of a recording from a file.</summary>
    public const string ActivityImport = $"{Activities}/{ImportSegment}";

    /// <summary>Totals by period.</summary>
    public const string Summaries = $"{Version1}/summaries";

    /// <summary>Everything that is stored about the current user.</summary>
    public const string Me = $"{Version1}/me";

    /// <summary>A report of a fault.</summary>
    public const string Report = $"{Me}/report";

    /// <summary>The activities at the path of the 2014 walkthrough.</summary>
    public const string WalkthroughActivities = "/activity";

    /// <summary>The first sample.</summary>
    public const string FirstActivity = $"{WalkthroughActivities}/1";

    /// <summary>The kinds of errors.</summary>
    public const string Problems = "/problems";

    /// <summary>A development command: <c>PUT</c> adds the missing samples.</summary>
    public const string SampleData = "/development/sample-data";

    /// <summary>A development command: <c>DELETE</c> recreates the table.</summary>
    public const string Table = "/development/table";
}
