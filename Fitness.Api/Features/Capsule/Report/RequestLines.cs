using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fitness.Api.Features.Capsule.Recording;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>Recorded requests as lines of JSON, with what is to be hidden in them hidden.</summary>
internal static class RequestLines
{
    /// <summary>A line.</summary>
    public static JsonObject Of(RecordedRequest request, string user, MaskedJson mask) =>
        new()
        {
            ["at"] = request.At,
            ["milliseconds"] = Math.Round(request.Duration.TotalMilliseconds, 3),
            ["began"] = request.Began,
            ["ended"] = request.Ended,
            ["traceId"] = request.TraceId,
            ["user"] = user,
            ["isOperator"] = request.IsOperator,
            ["request"] = new JsonObject
            {
                ["method"] = request.Method,
                ["target"] = mask.HideIn(request.Target),
                ["headers"] = Headers(request.Headers),
                ["body"] = Content(request.Body, mask),
            },
            ["response"] = new JsonObject
            {
                ["status"] = request.Status,
                ["headers"] = Headers(request.ResponseHeaders),
                ["body"] = Content(request.ResponseBody, mask),
            },
            ["storage"] = new JsonArray([.. request.Storage.Select(one => Storage(one, mask))]),
        };

    private static JsonObject Storage(RecordedStorageRequest request, MaskedJson mask)
    {
        var line = new JsonObject
        {
            ["sent"] = request.Sent,
            ["answered"] = request.Answered,
            ["operation"] = request.Operation,
            ["status"] = request.Status,
        };
        if (request.ServedBy is not null)
            line["servedBy"] = request.ServedBy;
        else
        {
            line["request"] = Content(request.Request, mask);
            line["response"] = Content(request.Response, mask);
        }
        return line;
    }

    private static JsonObject Headers(IEnumerable<KeyValuePair<string, string>> headers)
    {
        var all = new JsonObject();
        foreach (var (name, value) in headers)
            all[name] = value;
        return all;
    }

    private static JsonObject? Content(RecordedContent content, MaskedJson mask)
    {
        if (content.Bytes is not { } bytes)
            return new JsonObject { ["length"] = content.Length, ["sha256"] = Convert.ToHexStringLower(content.Hash!) };
        if (bytes.Length == 0)
            return null;
        try
        {
            return new JsonObject { ["json"] = mask.Hide(JsonNode.Parse(bytes)) };
        }
        catch (JsonException)
        {
            // What is no JSON may be a part of one: nobody can tell what in it a person wrote.
            return new JsonObject { ["text"] = mask.HideAll(Encoding.UTF8.GetString(bytes)) };
        }
    }
}
