using System.Buffers;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fitness.Api.Features.Activities;
using Fitness.Api.Storage;
using Fitness.Api.Web.Metadata;
using Microsoft.AspNetCore.Http.Metadata;

namespace Fitness.Api.Features.Me;

/// <summary>
/// All data of a user as NDJSON, one item per line. A page is read when the previous one has been sent, so that memory does not grow
/// with the number of items. If the storage fails midway, the connection is aborted; a response that ends normally is complete.
/// </summary>
internal sealed partial class UserExport(UserPages pages, TimeProvider time, string userId) : IResult, IEndpointMetadataProvider
{
    public const string MediaType = "application/x-ndjson";
    private const string FileName = "fitness-export.ndjson";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, cancellation) = (httpContext.Response, httpContext.RequestAborted);
        await using var json = new Utf8JsonWriter(
            response.BodyWriter,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
        );
        try
        {
            await WriteAsync(response, json, cancellation);
        }
        catch (StorageException exception) when (response.HasStarted)
        {
            LogBrokenOff(httpContext.RequestServices.GetRequiredService<ILogger<UserExport>>(), exception.Message);
            httpContext.Abort();
        }
    }

    private async Task WriteAsync(HttpResponse response, Utf8JsonWriter json, CancellationToken cancellation)
    {
        await foreach (var page in pages.ReadAsync(userId, keysOnly: false, cancellation))
        {
            // Only now: if the storage is unavailable at the start, the response is a problem with its own status and media type.
            if (!response.HasStarted)
            {
                response.ContentType = MediaType;
                response.Headers.ContentDisposition = $"attachment; filename=\"{FileName}\"";
            }
            // Without a body, the first page has already said all that the status and the headers say.
            if (HttpMethods.IsHead(response.HttpContext.Request.Method))
                return;
            // What is kept of a month only repeats what the activities say.
            foreach (
                var item in page.Where(item =>
                    !item.IsExpired(time.GetUtcNow()) && !ActivityKeys.IsCalendarItem(item[ItemAttributes.ItemId].S)
                )
            )
            {
                JsonSerializer.Serialize(json, ExportLine.FromItem(item), MeJson.Default.ExportLine);
                json.Reset();
                response.BodyWriter.Write("\n"u8);
            }
            await response.BodyWriter.FlushAsync(cancellation);
        }
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(ExportLine), [MediaType]));
        builder.Metadata.Add(new BinaryContent([MediaType], Line: typeof(ExportLine)));
    }

    [LoggerMessage(51, LogLevel.Warning, "An export broke off after it had begun, and its connection was cut: {Reason}")]
    private static partial void LogBrokenOff(ILogger logger, string reason);
}
