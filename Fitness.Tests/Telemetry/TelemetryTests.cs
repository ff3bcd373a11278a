using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;

namespace Fitness.Tests.Telemetry;

public sealed class TelemetryTests(SharedEngine engine)
{
    [Fact]
    public async Task A_calls_DynamoDB_request_is_a_span_below_it_and_health_leaves_none()
    {
        // The exporter's target. It is enough that it is called; the content is up to OpenTelemetry.
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        var spans = new Spans();
        await using var api = new ApiFixture(engine)
            .With(SettingNames.Telemetry, $"http://{collector.LocalEndpoint}")
            .WithServices(services => services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddInMemoryExporter(spans)));
        await api.InitializeAsync();
        api.Services.GetRequiredService<TracerProvider>().ForceFlush();
        spans.Clear();

        foreach (var path in new[] { "/health", "/alive", "/v1/activities" })
        {
            using var response = await api.Client.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.True(response.IsSuccessStatusCode);
        }
        await Eventually.WaitForAsync(() => Task.FromResult(spans.Snapshot().Any(IsServer)), () => "no server span");
        var recorded = spans
            .Snapshot()
            .Where(span => IsServer(span) || ((string[]?)span.GetTagItem("aws.dynamodb.table_names"))?.Contains(api.Table) == true)
            .ToList();
        var server = Assert.Single(recorded, IsServer);
        Assert.Equal("/v1/activities", ((string)server.GetTagItem("http.route")!).TrimEnd('/'));
        // In the background it asks the storage for itself, too.
        var request = Assert.Single(recorded, span => span is { Kind: ActivityKind.Client, ParentId: not null });
        Assert.Equal(
            ("DynamoDB.Query", server.TraceId, "Query"),
            (request.DisplayName, request.TraceId, request.GetTagItem("db.operation.name"))
        );

        await Eventually.WaitForAsync(() => Task.FromResult(collector.Pending()), () => "nothing left over OTLP");

        // Other tests' servers run in this process too, each on its own port.
        bool IsServer(Activity span) =>
            span.Kind == ActivityKind.Server && Equals(span.GetTagItem("server.port"), api.Client.BaseAddress!.Port);
    }

    /// <summary>Thread-safe, because the exporter adds spans from other threads while the test reads.</summary>
    private sealed class Spans : Collection<Activity>
    {
        private readonly Lock turn = new();

        public List<Activity> Snapshot()
        {
            lock (turn)
                return [.. Items];
        }

        protected override void InsertItem(int index, Activity item)
        {
            lock (turn)
                Items.Add(item);
        }

        protected override void ClearItems()
        {
            lock (turn)
                Items.Clear();
        }
    }
}
