using System.Net;
using Amazon.Runtime.EventStreams;
using Amazon.Runtime.Internal.Transform;
using Fitness.Api.Web.Server;

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

    public Stream OpenResponse() => new Body(response.ResponseBody.OpenResponse(), observed);

    public async Task<Stream> OpenResponseAsync() => new Body(await response.ResponseBody.OpenResponseAsync(), observed);

    public Task<Stream> OpenResponseAsync(CancellationToken cancellationToken) => OpenResponseAsync();

    public void Dispose() => response.ResponseBody.Dispose();

    private sealed class Body(Stream stream, IObservedRequest observed) : ReadStream
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = stream.Read(buffer, offset, count);
            observed.Read(buffer.AsSpan(offset, read));
            return read;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await stream.ReadAsync(buffer, cancellationToken);
            observed.Read(buffer.Span[..read]);
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                stream.Dispose();
            base.Dispose(disposing);
        }
    }
}
