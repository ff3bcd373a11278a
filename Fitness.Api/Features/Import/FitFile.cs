using System.Buffers;
using System.Globalization;
using Fitness.Api.Features.Import.Fit;

namespace Fitness.Api.Features.Import;

/// <summary>Parses a FIT file as it arrives; of it, only the points and the totals are kept.</summary>
internal static class FitFile
{
    /// <exception cref="TrackFileException">The file is malformed, has no activity, or is over one of the <see cref="ImportLimits"/>.</exception>
    public static async Task<IReadOnlyList<TrackFile>> ReadAsync(TrackStream stream)
    {
        var format = new FitFormat();
        var reader = new FitReader(format);
        var buffer = ArrayPool<byte>.Shared.Rent(FitReader.MaxBytes);
        try
        {
            await ReadAsync(stream, reader, buffer);
            return await format.FinishAsync(reader, stream.RestAsync);
        }
        catch (FormatException exception)
        {
            throw new TrackFileException(exception.Message, exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The exception of a file that cannot be read, with the byte where it is wrong.</summary>
    public static TrackFileException CreateException(string reason, int position, Exception? inner = null) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{reason} Byte {position}."), position, inner);

    private static async Task ReadAsync(TrackStream stream, FitReader reader, byte[] buffer)
    {
        var (length, isLast) = (0, false);
        while (!isLast)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length));
            stream.BeginNode();
            isLast = read == 0;
            length += read;
            var done = Read(reader, buffer.AsSpan(0, length), isLast);
            buffer.AsSpan(done..length).CopyTo(buffer);
            length -= done;
        }
    }

    private static int Read(FitReader reader, ReadOnlySpan<byte> bytes, bool isLast)
    {
        try
        {
            return reader.Read(bytes, isLast);
        }
        catch (FormatException exception)
        {
            throw CreateException(exception.Message, reader.Position, exception);
        }
    }
}
