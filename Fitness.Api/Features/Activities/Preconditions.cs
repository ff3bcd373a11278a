using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Fitness.Api.Features.Activities;

/// <summary>The conditional headers of a request (RFC 9110, section 13).</summary>
public sealed class Preconditions : ICheckedInput, IBindableFromHttpContext<Preconditions>, IEndpointParameterMetadataProvider
{
    private readonly IList<EntityTagHeaderValue>? ifMatch;
    private readonly IList<EntityTagHeaderValue>? ifNoneMatch;

    private Preconditions(HttpRequest request)
    {
        var errors = new RequestErrors();
        ifMatch = Read(request.Headers.IfMatch, HeaderNames.IfMatch, errors);
        ifNoneMatch = Read(request.Headers.IfNoneMatch, HeaderNames.IfNoneMatch, errors);
        Problem = errors.Any ? ProblemResult.Invalid(errors) : null;
    }

    private Preconditions(IList<EntityTagHeaderValue>? ifMatch, IList<EntityTagHeaderValue>? ifNoneMatch) =>
        (this.ifMatch, this.ifNoneMatch) = (ifMatch, ifNoneMatch);

    /// <summary>The preconditions of one batch item, in which fields replace the headers.</summary>
    /// <param name="ifMatch">The field's name and its text, or null.</param>
    /// <param name="ifNoneMatch">The same for the other field.</param>
    /// <param name="errors">Receives the errors.</param>
    internal static Preconditions OfFields(
        (string Name, string? Value) ifMatch,
        (string Name, string? Value) ifNoneMatch,
        RequestErrors errors
    ) => new(Read(ifMatch.Value, ifMatch.Name, errors), Read(ifNoneMatch.Value, ifNoneMatch.Name, errors));

    /// <summary>The response when the headers cannot be parsed; null when they can.</summary>
    public ProblemResult? Problem { get; }

    /// <summary>Whether the client says which version it changes.</summary>
    public bool HasIfMatch => ifMatch is not null;

    /// <summary>Whether an activity that was deleted is to be created anew.</summary>
    public bool CreatesAnew => ifNoneMatch?.Contains(EntityTagHeaderValue.Any) == true;

    /// <summary>Whether If-Match and If-None-Match allow the write.</summary>
    public bool AreMet(Activity? stored) =>
        (ifMatch is null || Matches(ifMatch, stored, strong: true))
        && (ifNoneMatch is null || !Matches(ifNoneMatch, stored, strong: false));

    /// <summary>Whether the client already has the stored version.</summary>
    public bool IsFresh(Activity stored) => ifNoneMatch is not null && Matches(ifNoneMatch, stored, strong: false);

    /// <summary>Reads the request's headers.</summary>
    public static ValueTask<Preconditions?> BindAsync(HttpContext context, System.Reflection.ParameterInfo parameter) =>
        ValueTask.FromResult<Preconditions?>(new Preconditions(context.Request));

    /// <summary>Documents the headers.</summary>
    public static void PopulateMetadata(System.Reflection.ParameterInfo parameter, EndpointBuilder builder)
    {
        var tag = ActivityExamples.Stored.ETag;
        builder.Metadata.Add(
            new RequestHeader(
                HeaderNames.IfMatch,
                "The ETag of the activity that the client knows, or `*` for any.",
                tag,
                Methods: [HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete]
            )
        );
        builder.Metadata.Add(
            new RequestHeader(
                HeaderNames.IfNoneMatch,
                "The ETags that the client has; 304 if one of them is still right.",
                tag,
                Methods: [HttpMethods.Get]
            )
        );
        builder.Metadata.Add(
            new RequestHeader(
                HeaderNames.IfNoneMatch,
                "`*` when there must be no activity yet; one that was deleted is created anew. A retry is then 412, since there is one.",
                "*",
                Methods: [HttpMethods.Put]
            )
        );
    }

    private static IList<EntityTagHeaderValue>? Read(StringValues values, string name, RequestErrors errors)
    {
        if (values.Count == 0)
            return null;
        if (EntityTagHeaderValue.TryParseStrictList(values, out var tags) && tags.Count > 0)
            return tags;
        errors.Add(name, "The value must be *, or ETags in double quotes.");
        return null;
    }

    private static bool Matches(IList<EntityTagHeaderValue> tags, Activity? stored, bool strong) =>
        stored is not null && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(stored.EntityTag, strong));
}
