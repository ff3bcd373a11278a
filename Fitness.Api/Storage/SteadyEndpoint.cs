using Amazon.DynamoDBv2.Internal;
using Amazon.Runtime.Endpoints;
using Endpoint = Amazon.Runtime.Endpoints.Endpoint;

namespace Fitness.Api.Storage;

/// <summary>
/// The endpoint that the SDK's rules found at the first request. They depend on the client's settings and on the account alone, which stay, and
/// the SDK would evaluate them for each request anew.
/// </summary>
internal sealed class SteadyEndpoint : IEndpointProvider
{
    private readonly AmazonDynamoDBEndpointProvider rules = new();
    private Endpoint? endpoint;

    public Endpoint ResolveEndpoint(EndpointParameters parameters) => endpoint ??= rules.ResolveEndpoint(parameters);
}
