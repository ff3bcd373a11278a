namespace Fitness;

/// <summary>The API's own HTTP headers.</summary>
public static class FitnessHeaders
{
    /// <summary>Carries the key of the development commands.</summary>
    public const string CommandKey = "Fitness-Command-Key";

    /// <summary>In a request: asks which storage requests the response takes. In the response: lists them. Only in Development, and for operators.</summary>
    public const string StorageRequests = "Fitness-Storage-Requests";

    /// <summary>Names the user if no tokens are checked.</summary>
    public const string Caller = "Fitness-Caller";

    /// <summary>Lists the months whose kept totals were wrong, in the response to a summary that was requested with <c>no-cache</c>.</summary>
    public const string WrongTotals = "Fitness-Wrong-Totals";
}
