namespace Fitness.Tests.Engine;

/// <summary>A difference between the embedded engine and another one.</summary>
/// <param name="Engine">The other engine.</param>
/// <param name="What">What differs, as <c>fitness parity</c> names it.</param>
/// <param name="Here">How its report begins to show what the embedded engine does.</param>
/// <param name="There">How it begins to show what the other one does.</param>
/// <param name="Reason">Why, as Markdown.</param>
internal sealed record EngineDifference(string Engine, string What, string Here, string There, string Reason)
{
    /// <summary>Every difference that is known.</summary>
    public static readonly EngineDifference[] All =
    [
        new(
            SecondEngine.Moto,
            "answer to a page of more than a megabyte: GET /v1/activities?limit=200&sport=hiking",
            "status 200, body/items/count 112",
            "status 200, body/items/count 106",
            "Both end a page at 1 MB, as DynamoDB does; moto counts an item as larger. On both, the cursor continues from there."
        ),
        new(
            SecondEngine.Moto,
            "answer to sync of more than a megabyte: GET /v1/activities/changes?limit=200",
            "status 200, body/changes/count 117",
            "status 200, body/changes/count 112",
            "The same: the token continues from there."
        ),
        new(
            SecondEngine.Moto,
            "answer to sync what was deleted: GET /v1/activities/changes?token={token2}",
            "status 200, body/changes/count 112",
            "status 200, body/changes/count 107",
            "The same."
        ),
        new(
            SecondEngine.Moto,
            "storage requests of a summary of large activities: GET /v1/summaries?period=day&from=2025-03-01&to=2025-03-03&sport=hiking",
            "Query;n=3",
            "Query;n=6",
            "A summary reads measures from an index that has no notes. moto ends a page by the size of the items in the table, DynamoDB by the size of what the index holds ([Query](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html))."
        ),
        new(
            SecondEngine.Moto,
            "pointInTimeRecovery of the table",
            "null",
            "true",
            "The embedded engine has no backups: it is a file. moto reports what it was told."
        ),
    ];

    /// <summary>The document of all of them.</summary>
    public static string Write() =>
        $"""
            # What differs between the engines

            On a laptop the API runs on the embedded engine, dynoxide; in AWS it runs on DynamoDB. The requests of
            [`deploy/parity.workload.json`](../../../deploy/parity.workload.json) are sent to the API on the embedded engine and to the API on another
            engine. The responses, and the storage requests behind each of them, are the same except for this table. It is made from
            `EngineDifference.cs`; `EngineDifferenceTests` fails on a difference that is not in it, and on one that no longer occurs.

            | engine | what | the embedded engine | there | why |
            |---|---|---|---|---|
            {string.Join('\n', All.Select(one => $"| {one.Engine} | `{one.What}` | `{one.Here}` | `{one.There}` | {one.Reason} |"))}

            In requests that the API does not send the engines differ as well, so it does not send these. `UnsentRequestTests` does; what is said of
            DynamoDB is from its documentation.

            | request | the embedded engine | moto | DynamoDB | what the API does |
            |---|---|---|---|---|
            {string.Join(
                '\n',
                UnsentRequest.All.Select(one => $"| {one.What} | {one.Embedded} | {one.Moto} | {one.DynamoDB} | {one.Instead} |")
            )}

            | compared with | when | how |
            |---|---|---|
            | moto 5.2.1 | in the long form of the tests (`FITNESS_TEST_LONG=1`), if `moto_server` is on the path | `pip install 'moto[server]'` |
            | DynamoDB Local | in the same, if its image is present; nobody has run it yet | `docker pull {DynamoDBLocal.Image}` |
            | DynamoDB | by hand; nobody has run it yet | `deploy/fitness parity . http://ADDRESS:10001 --probe`, with the token of a user without data |

            No local engine throttles, leaves items of a batch unprocessed, cancels a transaction because of another one, or has an index that lags
            behind. The tests inject these cases.

            """;
}
