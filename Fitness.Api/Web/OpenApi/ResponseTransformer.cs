using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.RateLimiting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Fitness.Api.Web.OpenApi;

/// <summary>Documents what each response means: the kinds of errors behind a status, with an example of each, and the headers.</summary>
internal static class ResponseTransformer
{
    private static readonly ResponseHeader[] Everywhere =
    [
        new(RateLimits.PolicyHeader, "The quota: `q` requests in `w` seconds (draft-ietf-httpapi-ratelimit-headers)."),
        new(RateLimits.Header, "What is left of the quota: `r` requests; after too many, `t` seconds until there are more."),
    ];

    private static readonly ResponseHeader[] OfProblems =
    [
        new(
            HeaderNames.AcceptEncoding,
            "The content codings that the call takes; absent if the body's is one of them.",
            StatusCodes.Status415UnsupportedMediaType
        ),
        new(HeaderNames.WWWAuthenticate, "`Bearer`, with what is wrong with the token.", StatusCodes.Status401Unauthorized),
        new(
            HeaderNames.RetryAfter,
            "Seconds after which to try again.",
            StatusCodes.Status429TooManyRequests,
            StatusCodes.Status503ServiceUnavailable
        ),
    ];

    public static Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation
    )
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var problems in metadata.OfType<ProblemMetadata>().Select(problem => problem.Type).Distinct().GroupBy(type => type.Status))
        {
            var response = Response(operation, problems.Key);
            response.Description = string.Join(" Or: ", problems.Select(type => type.Title));
            response.Content![ProblemMetadata.MediaType].Examples = problems.ToDictionary(
                type => type.Name,
                type => (IOpenApiExample)new OpenApiExample { Summary = type.Title, Value = Example(type) },
                StringComparer.Ordinal
            );
        }
        foreach (var (status, response) in operation.Responses!)
        {
            var code = int.Parse(status, CultureInfo.InvariantCulture);
            var headers = Everywhere
                .Concat(OfProblems)
                .Concat(metadata.OfType<ResponseHeader>())
                .Where(header => header.Statuses.Length == 0 || header.Statuses.Contains(code));
            ((OpenApiResponse)response).Headers = headers.ToDictionary(
                header => header.Name,
                header =>
                    (IOpenApiHeader)
                        new OpenApiHeader
                        {
                            Description = header.Description,
                            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                        },
                StringComparer.Ordinal
            );
        }
        Sort(operation);
        return Task.CompletedTask;
    }

    private static OpenApiResponse Response(OpenApiOperation operation, int status) =>
        (OpenApiResponse)operation.Responses![status.ToString(CultureInfo.InvariantCulture)];

    private static JsonNode? Example(ProblemType type)
    {
        var details = new ProblemDetails
        {
            Type = type.Type,
            Title = type.Title,
            Status = type.Status,
        };
        if (type == ProblemTypes.Invalid)
            details.Extensions["errors"] = RequestErrors.Of("sport", "The field is required.").ToDictionary();
        if (type == ProblemTypes.UnreadableFile)
            (details.Extensions["line"], details.Extensions["column"]) = (12, 7);
        return JsonSerializer.SerializeToNode(details, ProblemJson.Default.ProblemDetails);
    }

    private static void Sort(OpenApiOperation operation)
    {
        var sorted = operation.Responses!.OrderBy(response => response.Key, StringComparer.Ordinal).ToList();
        operation.Responses!.Clear();
        foreach (var (status, response) in sorted)
            operation.Responses[status] = response;
    }
}
