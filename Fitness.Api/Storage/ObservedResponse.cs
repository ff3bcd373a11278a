using System.Net;
using Amazon.Runtime.EventStreams;
using Amazon.Runtime.Internal.Transform;

namespace Fitness.Api.Storage;

/// <summary>An answer of the storage whose body is shown to an observer while it is read.</summary>
/// <param name="response">The answer.</param>
/// <param name="observed">The request.</param>
internal sealed class ObservedResponse(IWebResponseData response, IObservedRequest observed) : IWebResponseData, IHttpResponseBody
{
    public long ContentLength => response.ContentLength;

    public string ContentType => response.ContentType;

    public HttpStatusCode StatusCode => response.StatusCode;

    public bool IsSuccessStatusCode => response.IsSuccessStatusCode;

    public IHttpResponseBody ResponseBody => this;

    public bool IsHeaderPresent(string headerName) => response.IsHeaderPresent(headerName);

    public string[] GetHeaderNames() => response.GetHeaderNames();

    public string GetHeaderValue(string headerName) => response.GetHeaderValue(headerName);

    public bool IsEventHeaderPresent(string headerName) => response.IsEventHeaderPresent(headerName);

    public IEventStreamHeader GetEventStreamHeader(string headerName) => response.GetEventStreamHeader(headerName);

    public Stream OpenResponse() => observed.Read(response.ResponseBody.OpenResponse());

    public async Task<Stream> OpenResponseAsync() => observed.Read(await response.ResponseBody.OpenResponseAsync());

    public Task<Stream> OpenResponseAsync(CancellationToken cancellationToken) => OpenResponseAsync();

    public void Dispose() => response.ResponseBody.Dispose();
}
