using System.Reflection;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Fitness.Api.Features.Import;

/// <summary>Whether recordings whose activities were deleted are created anew: the header If-None-Match with *.</summary>
internal sealed class Anew : ICheckedInput, IBindableFromHttpContext<Anew>, IEndpointParameterMetadataProvider
{
    private const string Any = "*";

    private Anew(bool value, ProblemResult? problem) => (Value, Problem) = (value, problem);

    public bool Value { get; }

    public ProblemResult? Problem { get; }

    public static ValueTask<Anew?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var given = context.Request.Headers.IfNoneMatch;
        return ValueTask.FromResult<Anew?>(
            given.Count == 0 || string.Equals(given, Any, StringComparison.Ordinal)
                ? new Anew(given.Count > 0, null)
                : new Anew(false, ProblemResult.Invalid(RequestErrors.Of(HeaderNames.IfNoneMatch, $"The value must be {Any}.")))
        );
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(
            new RequestHeader(
                HeaderNames.IfNoneMatch,
                $"`{Any}` to create recordings anew whose activities were deleted. Not by habit: a retry would bring a deletion back.",
                Any,
                @"^\*$"
            )
        );
}
