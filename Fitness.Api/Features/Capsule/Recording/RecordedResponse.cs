using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>A response whose body is copied while it is written.</summary>
/// <param name="response">The response.</param>
/// <param name="copy">The copy.</param>
internal sealed class RecordedResponse(IHttpResponseBodyFeature response, BodyCopy copy) : PipeWriter, IHttpResponseBodyFeature
{
    private Memory<byte> memory;
    private Stream? stream;

    public Stream Stream => stream ??= AsStream(leaveOpen: true);

    public PipeWriter Writer => this;

    public override bool CanGetUnflushedBytes => response.Writer.CanGetUnflushedBytes;

    public override long UnflushedBytes => response.Writer.UnflushedBytes;

    public override Memory<byte> GetMemory(int sizeHint = 0) => memory = response.Writer.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        copy.Append(memory.Span[..bytes]);
        memory = memory[bytes..];
        response.Writer.Advance(bytes);
    }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        copy.Append(source.Span);
        return response.Writer.WriteAsync(source, cancellationToken);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        response.Writer.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => response.Writer.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => response.Writer.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => response.Writer.CompleteAsync(exception);

    public void DisableBuffering() => response.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => response.StartAsync(cancellationToken);

    public Task CompleteAsync() => response.CompleteAsync();

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);
}
