using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Fitness.Api.Storage;
using Fitness.Tests.Support;

namespace Fitness.Tests.Storage;

/// <summary>Records which actions the API's clients of all tests in this process call over the wire.</summary>
internal sealed class RecordedActions : IRuntimePipelineCustomizer
{
    private static readonly ConcurrentDictionary<(string Action, bool OnIndex), int> Recorded = new();

    /// <summary>The actions, whether on an index, and how often.</summary>
    public static IReadOnlyDictionary<(string Action, bool OnIndex), int> All => Recorded;

    string IRuntimePipelineCustomizer.UniqueName => nameof(RecordedActions);

    [ModuleInitializer]
    public static void Register() => RuntimePipelineCustomizerRegistry.Instance.Register(new RecordedActions());

    void IRuntimePipelineCustomizer.Customize(Type type, RuntimePipeline pipeline)
    {
        // Not the tests' own clients, which prepare and check.
        if (type == typeof(TracedDynamoDBClient))
            pipeline.AddHandlerAfter<Marshaller>(new Recorder());
    }

    private sealed class Recorder : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var request = executionContext.RequestContext.Request;
            using var body = new MemoryStream();
            request.ContentStream.CopyTo(body);
            request.ContentStream.Position = 0;
            foreach (var action in DynamoDBAction.Of(request.Headers["X-Amz-Target"].Split('.')[^1], body.ToArray()))
                Recorded.AddOrUpdate((action.Name, action.Index is not null), 1, (_, count) => count + 1);
            return await base.InvokeAsync<T>(executionContext);
        }
    }
}
