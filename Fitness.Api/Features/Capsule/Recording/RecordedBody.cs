using Fitness.Api.Web.Server;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>Is told what happens to a body.</summary>
internal interface IReadBody
{
    /// <summary>All of it has been read.</summary>
    public void End();
}

/// <summary>A body that is copied while it is read.</summary>
/// <param name="body">The body.</param>
/// <param name="copy">The copy.</param>
/// <param name="ended">Is told when all of it has been read; null if nobody wants to know.</param>
internal sealed class RecordedBody(Stream body, BodyCopy copy, IReadBody? ended = null) : ReadStream
{
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = body.Read(buffer, offset, count);
        copy.Append(buffer.AsSpan(offset, read));
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await body.ReadAsync(buffer, cancellationToken);
        copy.Append(buffer.Span[..read]);
        if (read == 0 && buffer.Length > 0)
            ended?.End();
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            body.Dispose();
        base.Dispose(disposing);
    }
}
