using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fitness.Tests.Support;

namespace Fitness.Tests.Hosting;

/// <summary>
/// The real engine, plus behaviour that DynamoDB has and a local engine lacks: small pages, unprocessed items, throttling, conflicts and
/// transactions that are applied item by item.
/// </summary>
public sealed class HookedDynamoDBClient(SharedEngine engine)
    : AmazonDynamoDBClient(LocalDynamoDB.Credentials, LocalDynamoDB.At(engine.Endpoint))
{
    public Func<QueryRequest, Task>? BeforeQuery { get; set; }

    public Func<BatchGetItemRequest, BatchGetItemResponse, BatchGetItemResponse>? AfterBatchGet { get; set; }

    /// <summary>Responds instead of the engine, or returns null to let the engine respond.</summary>
    public Func<TransactWriteItemsRequest, Task<TransactWriteItemsResponse?>>? InsteadOfTransaction { get; set; }

    /// <summary>There is no table, and none can be created.</summary>
    public bool HasNoTable { get; set; }

    /// <summary>The role is denied access.</summary>
    public bool Refuses { get; set; }

    /// <summary>DynamoDB's error when it cancels a transaction.</summary>
    /// <param name="codes">The reason for each of its items; "None" if the item is not the cause.</param>
    public static TransactionCanceledException Canceled(IEnumerable<string> codes) =>
        new("canceled")
        {
            StatusCode = HttpStatusCode.BadRequest,
            CancellationReasons = [.. codes.Select(code => new CancellationReason { Code = code })],
        };

    /// <summary>DynamoDB's error when it fails.</summary>
    public static InternalServerErrorException Away() => new("away") { StatusCode = HttpStatusCode.InternalServerError };

    public override async Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancellationToken = default)
    {
        if (BeforeQuery is { } hook)
            await hook(request);
        return await base.QueryAsync(request, cancellationToken);
    }

    public override async Task<BatchGetItemResponse> BatchGetItemAsync(
        BatchGetItemRequest request,
        CancellationToken cancellationToken = default
    )
    {
        var response = await base.BatchGetItemAsync(request, cancellationToken);
        return AfterBatchGet is { } hook ? hook(request, response) : response;
    }

    public override async Task<TransactWriteItemsResponse> TransactWriteItemsAsync(
        TransactWriteItemsRequest request,
        CancellationToken cancellationToken = default
    ) => (InsteadOfTransaction is { } hook ? await hook(request) : null) ?? await base.TransactWriteItemsAsync(request, cancellationToken);

    public override Task<DescribeTableResponse> DescribeTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        HasNoTable ? throw new ResourceNotFoundException("no table") { StatusCode = HttpStatusCode.BadRequest }
        : Refuses
            ? throw new AmazonDynamoDBException("denied") { StatusCode = HttpStatusCode.BadRequest, ErrorCode = "AccessDeniedException" }
        : base.DescribeTableAsync(tableName, cancellationToken);

    public override Task<CreateTableResponse> CreateTableAsync(CreateTableRequest request, CancellationToken cancellationToken = default) =>
        HasNoTable ? throw Away() : base.CreateTableAsync(request, cancellationToken);

    /// <summary>Runs the transaction without the hook.</summary>
    public Task<TransactWriteItemsResponse> TransactDirectlyAsync(TransactWriteItemsRequest request) =>
        base.TransactWriteItemsAsync(request);
}
