using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Batch;
using Fitness.Api.Features.Changes;
using Fitness.Api.Features.Import;
using Fitness.Api.Features.Summaries;
using Fitness.Api.Web.Server;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>The behaviour that clients see.</summary>
/// <param name="OpenApi">SHA-256 of the OpenAPI document.</param>
/// <param name="Limits">The limits in force; rate limits are among the settings.</param>
internal sealed record BehaviourDescription(string OpenApi, LimitsDescription Limits);

/// <summary>Limits of requests and responses.</summary>
/// <param name="BodyBytes">Bytes of a body.</param>
/// <param name="ImportBytes">Bytes of an imported file.</param>
/// <param name="HeaderBytes">Bytes of all headers.</param>
/// <param name="RequestLineBytes">Bytes of the request line.</param>
/// <param name="Connections">Concurrent connections.</param>
/// <param name="StreamsPerConnection">Concurrent HTTP/2 streams.</param>
/// <param name="BatchItems">Activities in a batch.</param>
/// <param name="ListLimit">Activities per page by default.</param>
/// <param name="ChangesLimit">Changes per page by default.</param>
/// <param name="SummaryPeriods">Periods of a summary.</param>
internal sealed record LimitsDescription(
    int BodyBytes,
    int ImportBytes,
    int HeaderBytes,
    int RequestLineBytes,
    int Connections,
    int StreamsPerConnection,
    int BatchItems,
    int ListLimit,
    int ChangesLimit,
    int SummaryPeriods
)
{
    public static LimitsDescription Of(ServerOptions server) =>
        new(
            RequestLimits.MaxBodyBytes,
            ImportLimits.MaxBytes,
            RequestLimits.MaxHeaderBytes,
            RequestLimits.MaxRequestLineBytes,
            server.MaxConnections,
            RequestLimits.MaxStreamsPerConnection,
            BatchInput.MaxItems,
            ActivityListQuery.DefaultLimit,
            ChangesQuery.DefaultLimit,
            SummaryQuery.MaxPeriods
        );
}
