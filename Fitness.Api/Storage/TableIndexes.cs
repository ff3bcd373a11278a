namespace Fitness.Api.Storage;

/// <summary>The names of the table's local secondary indexes in <c>deploy/resources.template.json</c>.</summary>
internal static class TableIndexes
{
    /// <summary>Activities by start.</summary>
    public const string ByStart = nameof(ByStart);

    /// <summary>Activities by sport, then by start.</summary>
    public const string BySport = nameof(BySport);

    /// <summary>The measures of activities by civil date.</summary>
    public const string ByDay = nameof(ByDay);

    /// <summary>Activities and tombstones by change number.</summary>
    public const string ByChange = nameof(ByChange);
}
