using System.IO.Compression;
using Fitness.Api.Web.Server;

namespace Fitness.Api.Features.Import;

/// <summary>A file as it is, or packed by gzip (RFC 1952), as bulk exports have it and as <c>Content-Encoding: gzip</c> sends it. The bytes decide.</summary>
internal static class PackedFile
{
    /// <summary>The file's content.</summary>
    public static async Task<Stream> OpenAsync(Stream body, CancellationToken cancellation)
    {
        var beginning = new byte[2];
        var length = await body.ReadAtLeastAsync(beginning, beginning.Length, throwOnEndOfStream: false, cancellation);
        var whole = new JoinedStream(beginning.AsMemory(0, length), body);
        return beginning is [0x1F, 0x8B] ? new Unpacked(new GZipStream(whole, CompressionMode.Decompress)) : whole;
    }

    /// <summary>A packed file can be a thousand times as large as it comes in.</summary>
    private sealed class Unpacked(GZipStream packed) : ReadStream
    {
        private int length;

        /// <exception cref="FormatException">It is larger than a file may be, or damaged.</exception>
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                var read = await packed.ReadAsync(buffer, cancellationToken);
                length += read;
                return length > ImportLimits.MaxBytes
                    ? throw new FormatException($"Unpacked, the file is larger than {ImportLimits.MaxBytes} bytes.")
                    : read;
            }
            catch (InvalidDataException exception)
            {
                throw new FormatException("The file is packed by gzip, but damaged.", exception);
            }
        }

        protected override void Dispose(bool disposing)
        {
            packed.Dispose();
            base.Dispose(disposing);
        }
    }
}
