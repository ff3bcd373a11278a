namespace Fitness.Api.Features.Import.Fit;

/// <summary>Finds where the next part of a file begins, whatever was said before of where one ends. Each byte is looked at once.</summary>
internal sealed class FitHeaderSearch
{
    /// <summary>Where the next part begins; null if none is known yet.</summary>
    public int? Next { get; private set; }

    /// <summary>No part begins between what is read and this byte, unless it is the <see cref="Next"/>.</summary>
    public int Clear { get; private set; }

    /// <summary>Searches.</summary>
    /// <param name="bytes">The bytes that are not read yet, as many as there are.</param>
    /// <param name="position">Where they begin in the file.</param>
    /// <param name="isLast">Whether the file ends with them.</param>
    public void Go(ReadOnlySpan<byte> bytes, int position, bool isLast)
    {
        if (Next < position)
            Next = null;
        Clear = Math.Max(Clear, position);
        while (Next is null && Clear - position + FitHeader.NameAt < bytes.Length)
        {
            var from = Clear - position;
            var found = bytes[(from + FitHeader.NameAt)..].IndexOf(FitHeader.Name);
            var at = found < 0 ? bytes.Length - FitHeader.NameAt - FitHeader.Name.Length + 1 : from + found;
            // What is not all there is looked at again.
            if (found < 0 || (!isLast && bytes.Length - at < FitHeader.CertainBytes))
            {
                Clear = position + Math.Max(from, at);
                return;
            }
            Clear = position + at + 1;
            if (FitHeader.IsCertain(bytes[at..]))
                Next = position + at;
        }
    }
}
