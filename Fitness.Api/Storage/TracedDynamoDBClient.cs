using System.Diagnostics;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Fitness.Api.Storage;

/// <summary>
/// A DynamoDB client that records each call as a span, named and tagged by OpenTelemetry's semantic conventions for AWS DynamoDB. It lacks the
/// parts of the SDK's pipeline that do nothing here, but cost processor time in each request: the SDK's own metrics and events,
/// compression and checksums of requests, of which DynamoDB has none, and the discovery of endpoints.
/// </summary>
internal sealed class TracedDynamoDBClient : AmazonDynamoDBClient
{
    /// <summary>The name of the spans' activity source.</summary>
    public const string SourceName = "Fitness.Storage";

    public TracedDynamoDBClient(AWSCredentials credentials, AmazonDynamoDBConfig config, string table, StorageClock clock)
        : base(credentials, config) => Trace(table, clock);

    public TracedDynamoDBClient(AmazonDynamoDBConfig config, string table, StorageClock clock)
        : base(config) => Trace(table, clock);

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.RemoveHandler<MetricsHandler>();
        pipeline.RemoveHandler<ErrorCallbackHandler>();
        pipeline.RemoveHandler<CompressionHandler>();
        pipeline.RemoveHandler<ChecksumHandler>();
        pipeline.RemoveHandler<EndpointDiscoveryHandler>();
        foreach (var _ in pipeline.EnumerateHandlers().OfType<CallbackHandler>().ToList())
            pipeline.RemoveHandler<CallbackHandler>();
        pipeline.AddHandlerAfter<Unmarshaller>(new StorageWireHandler());
    }

    private void Trace(string table, StorageClock clock) => RuntimePipeline.AddHandler(new SpanHandler(table, clock));

    private sealed class SpanHandler(string table, StorageClock clock) : PipelineHandler
    {
        private static readonly ActivitySource Source = new(SourceName);

        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            const string suffix = "Request";
            var operation = executionContext.RequestContext.RequestName;
            if (operation.EndsWith(suffix, StringComparison.Ordinal))
                operation = operation[..^suffix.Length];
            StorageRequestCounter.Count(operation);
            using var turn = StorageGate.OfThisFlow is { } gate
                ? await gate.EnterAsync(operation, executionContext.RequestContext.CancellationToken)
                : null;
            var observed = StorageObserver.OfThisFlow?.Begin(operation);
            using var span = Source.StartActivity($"DynamoDB.{operation}", ActivityKind.Client);
            span?.SetTag("rpc.system", "aws-api")
                .SetTag("rpc.service", "DynamoDB")
                .SetTag("rpc.method", operation)
                .SetTag("db.system.name", "aws.dynamodb")
                .SetTag("db.operation.name", operation)
                .SetTag("aws.dynamodb.table_names", new[] { table });
            try
            {
                var response = await base.InvokeAsync<T>(
                    observed is null ? executionContext : new ObservedContext(executionContext, observed)
                );
                // DynamoDB names each of its answers. The SDK makes an empty one of almost any JSON, and what is empty would pass for what is not stored.
                if (string.IsNullOrEmpty((response as AmazonWebServiceResponse)?.ResponseMetadata?.RequestId))
                    throw new AmazonClientException("The answer is not DynamoDB's.");
                clock.Read(executionContext.ResponseContext.HttpResponse?.GetHeaderValue("Date"));
                return response;
            }
            catch (Exception exception)
            {
                span?.SetStatus(ActivityStatusCode.Error)
                    .SetTag("error.type", (exception as AmazonServiceException)?.ErrorCode ?? exception.GetType().Name);
                throw;
            }
            finally
            {
                observed?.End();
            }
        }
    }
}
