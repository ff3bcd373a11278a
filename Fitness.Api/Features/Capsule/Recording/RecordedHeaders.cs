using Microsoft.Extensions.Primitives;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>The headers that are kept: what decides on an answer, or says what it is. No token and no cookie is among them. A record has their places in these lists.</summary>
internal static class RecordedHeaders
{
    // By property where there is one: the server has those at hand.
    private static readonly (string Name, Func<IHeaderDictionary, StringValues> Value)[] OfRequest =
    [
        ("Content-Type", static headers => headers.ContentType),
        ("Content-Encoding", static headers => headers.ContentEncoding),
        ("Accept", static headers => headers.Accept),
        ("If-Match", static headers => headers.IfMatch),
        ("If-None-Match", static headers => headers.IfNoneMatch),
        ("Idempotency-Key", static headers => headers["Idempotency-Key"]),
        ("Origin", static headers => headers.Origin),
        ("Sec-Fetch-Site", static headers => headers["Sec-Fetch-Site"]),
        ("Cache-Control", static headers => headers.CacheControl),
    ];

    private static readonly (string Name, Func<IHeaderDictionary, StringValues> Value)[] OfResponse =
    [
        ("Content-Type", static headers => headers.ContentType),
        ("ETag", static headers => headers.ETag),
        ("Location", static headers => headers.Location),
        ("Retry-After", static headers => headers.RetryAfter),
        ("Link", static headers => headers.Link),
        ("Idempotency-Replayed", static headers => headers["Idempotency-Replayed"]),
        (FitnessHeaders.WrongTotals, static headers => headers[FitnessHeaders.WrongTotals]),
    ];

    /// <summary>The name of a request's header at a place, from 1.</summary>
    public static string RequestName(byte place) => OfRequest[place - 1].Name;

    /// <summary>The name of a response's header at a place, from 1.</summary>
    public static string ResponseName(byte place) => OfResponse[place - 1].Name;

    /// <summary>Writes those of a request.</summary>
    public static void Write(PooledBytes to, HttpRequest request) => Write(to, request.Headers, OfRequest);

    /// <summary>Writes those of a response.</summary>
    public static void Write(PooledBytes to, HttpResponse response) => Write(to, response.Headers, OfResponse);

    private static void Write(PooledBytes to, IHeaderDictionary headers, (string Name, Func<IHeaderDictionary, StringValues> Value)[] kept)
    {
        for (var index = 0; index < kept.Length; index++)
        {
            var value = kept[index].Value(headers);
            if (value.Count == 0)
                continue;
            to.Write((byte)(index + 1));
            to.WriteText(value.ToString());
        }
        to.Write((byte)0);
    }
}
