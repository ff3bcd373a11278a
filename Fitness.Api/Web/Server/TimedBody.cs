using System.Buffers;
using System.IO.Pipelines;

namespace Fitness.Api.Web.Server;

/// <summary>
/// A request's body whose sender has to keep sending. The server's own minimum rate is an average since the beginning: who has sent much may
/// then stop for as long as that lasts. Only the time that is spent waiting for the sender counts.
/// </summary>
/// <param name="body">The body as the server reads it.</param>
/// <param name="time">The clock.</param>
/// <param name="connection">The connection on which it comes, if the server knows it.</param>
internal sealed class TimedBody(PipeReader body, TimeProvider time, OpenConnection? connection) : ReadStream
{
    private TimeSpan left = RequestLimits.Patience;
    private int received;

    /// <exception cref="BadHttpRequestException">408: too little came in time.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var result = await ReadAsync(cancellationToken);
        var part = result.Buffer.Slice(0, Math.Min(buffer.Length, result.Buffer.Length));
        part.CopyTo(buffer.Span);
        var count = (int)part.Length;
        body.AdvanceTo(part.End);
        received += count;
        if (received >= RequestLimits.BytesInPatience)
            (received, left) = (0, RequestLimits.Patience);
        return count;
    }

    private async ValueTask<ReadResult> ReadAsync(CancellationToken cancellation)
    {
        if (body.TryRead(out var ready))
        {
            if (!ready.IsCanceled)
                return ready;
            // A cancellation that came when the read had just ended.
            body.AdvanceTo(ready.Buffer.Start);
        }
        connection?.BeginWaiting();
        var began = time.GetTimestamp();
        try
        {
            // Cancelled through the reader, not by a token, which would leave it in a state in which the server cannot skip the rest.
            var timer = time.CreateTimer(_ => body.CancelPendingRead(), null, left, Timeout.InfiniteTimeSpan);
            await using (timer)
            {
                var result = await body.ReadAsync(cancellation);
                if (!result.IsCanceled)
                    return result;
                body.AdvanceTo(result.Buffer.Start);
            }
            throw new BadHttpRequestException(
                $"Less than {RequestLimits.BytesInPatience} bytes of the body came within {RequestLimits.Patience.TotalSeconds} s.",
                StatusCodes.Status408RequestTimeout
            );
        }
        finally
        {
            connection?.EndWaiting();
            left = left > time.GetElapsedTime(began) ? left - time.GetElapsedTime(began) : TimeSpan.Zero;
        }
    }
}
