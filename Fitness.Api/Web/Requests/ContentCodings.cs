using Fitness.Api.Web.Problems;
using Microsoft.Net.Http.Headers;

namespace Fitness.Api.Web.Requests;

/// <summary>The codings in which a body may come (RFC 9110, section 8.4.1).</summary>
internal static class ContentCodings
{
    public const string Identity = "identity";
    public const string Gzip = "gzip";

    // RFC 9110, section 8.4.1.3: the same.
    private const string OtherGzip = "x-gzip";

    /// <summary>Refuses a body in another coding, with the response header that names those that are taken; null if it is in one of them.</summary>
    /// <param name="request">The request.</param>
    /// <param name="taken">The codings that are taken; a body that was coded twice is none of them.</param>
    public static ProblemResult? Refuse(HttpRequest request, params string[] taken)
    {
        string[] given =
        [
            .. request
                .Headers.GetCommaSeparatedValues(HeaderNames.ContentEncoding)
                .Select(coding => coding.Trim().ToLowerInvariant())
                .Where(coding => coding is not ("" or Identity))
                .Select(coding => coding == OtherGzip ? Gzip : coding),
        ];
        if (given is [] || (given is [var one] && taken.Contains(one, StringComparer.Ordinal)))
            return null;
        // RFC 9110, section 15.5.16.
        request.HttpContext.Response.Headers.AcceptEncoding = string.Join(", ", taken);
        return ProblemResult.Of(
            ProblemTypes.UnsupportedMediaType,
            $"{request.Method} {request.Path} takes the content coding {string.Join(" or ", taken)}; the request says '{request.Headers.ContentEncoding}'."
        );
    }
}
