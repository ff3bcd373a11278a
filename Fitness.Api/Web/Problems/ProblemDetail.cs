namespace Fitness.Api.Web.Problems;

/// <summary>The detail of a problem whose status the framework sets, without a body.</summary>
internal static class ProblemDetail
{
    private static readonly object Key = new();

    /// <summary>Sets the detail of the problem that the response will have.</summary>
    public static void SetProblemDetail(this HttpContext context, string detail) => context.Items[Key] = detail;

    /// <summary>The detail; null if nobody set one.</summary>
    public static string? FindProblemDetail(this HttpContext context) => context.Items[Key] as string;
}
