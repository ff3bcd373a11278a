namespace Fitness.Tests.Engine;

/// <summary>A request that the API does not send, because engines answer it differently.</summary>
/// <param name="What">The request, as Markdown.</param>
/// <param name="Embedded">What the embedded engine does.</param>
/// <param name="Moto">What moto does.</param>
/// <param name="DynamoDB">What DynamoDB does, as it is documented.</param>
/// <param name="Instead">What the API sends instead, as Markdown.</param>
internal sealed record UnsentRequest(string What, string Embedded, string Moto, string DynamoDB, string Instead)
{
    public const string LeftOut = "leaves it out without an error";
    public const string Fetched = "reads it from the table";

    private const string InDynamoDB =
        $"{Fetched}, an item of it for each item of the index ([costs](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html#LSI.ThroughputConsiderations.Reads))";

    /// <summary>Every one that is known.</summary>
    public static readonly UnsentRequest[] All =
    [
        new(
            "`Query` of a local index, with a `ProjectionExpression` of an attribute that the index does not project",
            LeftOut,
            LeftOut,
            InDynamoDB,
            "Summaries read the index `ByStart`, which projects everything, if `ByDay` lacks a measure."
        ),
        new("the same with `Select=ALL_ATTRIBUTES` and no expression", Fetched, LeftOut, InDynamoDB, "The same."),
    ];
}
