namespace Fitness.Api.Features.Import;

/// <summary>
/// The longest strictly increasing subsequence, by patience sorting in n log n steps
/// (C. Schensted, Longest increasing and decreasing subsequences, Canadian Journal of Mathematics 13, 1961).
/// </summary>
internal static class Increasing
{
    private const int None = -1;

    /// <summary>The indices of its members; of several as long, those of the one that ends lowest, and is as high as it can be before.</summary>
    public static int[] Longest(ReadOnlySpan<long> values)
    {
        // The last members of the subsequences of each length that end lowest.
        var ends = new int[values.Length];
        var before = new int[values.Length];
        var replaced = new int[values.Length];
        var length = 0;
        for (var index = 0; index < values.Length; index++)
        {
            var at = length > 0 && values[ends[length - 1]] < values[index] ? length : Find(values, ends.AsSpan(0, length), values[index]);
            if (at < length && values[ends[at]] == values[index])
                continue;
            before[index] = at == 0 ? None : ends[at - 1];
            replaced[index] = at == length ? None : ends[at];
            ends[at] = index;
            length = Math.Max(length, at + 1);
        }
        var longest = new int[length];
        var member = length == 0 ? None : ends[length - 1];
        for (var at = length - 1; at >= 0; at--)
        {
            longest[at] = member;
            member = before[member];
            while (member != None && replaced[member] is not None and var higher && values[higher] < values[longest[at]])
                member = higher;
        }
        return longest;
    }

    // The first of the ends that is not below the value.
    private static int Find(ReadOnlySpan<long> values, ReadOnlySpan<int> ends, long value)
    {
        var (low, high) = (0, ends.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = values[ends[middle]] < value ? (middle + 1, high) : (low, middle);
        }
        return low;
    }
}
