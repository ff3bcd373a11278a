using System.Text;

namespace Fitness.Api.Features.Import;

/// <summary>Takes bytes that are none of the encoding for characters of ISO 8859-1.</summary>
internal sealed class Latin1Fallback : DecoderFallback
{
    public override int MaxCharCount => 4;

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer();

    private sealed class Buffer : DecoderFallbackBuffer
    {
        private byte[] bytes = [];
        private int next;

        public override int Remaining => bytes.Length - next;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            (bytes, next) = ([.. bytesUnknown], 0);
            return bytes.Length > 0;
        }

        public override char GetNextChar() => next < bytes.Length ? (char)bytes[next++] : '\0';

        public override bool MovePrevious()
        {
            if (next == 0)
                return false;
            next--;
            return true;
        }
    }
}
