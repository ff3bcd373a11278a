namespace Fitness.Api.Settings;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    /// <summary>The name with the fewest changed letters; null if too many are.</summary>
    public static string? Find(string name, IEnumerable<string> names)
    {
        var (nearest, distance) = names
            .Select(known => (known, Distance(name.ToUpperInvariant(), known.ToUpperInvariant())))
            .MinBy(pair => pair.Item2);
        return nearest is not null && distance <= Math.Max(name.Length, nearest.Length) / 2 ? nearest : null;
    }

    /// <summary>The number of letters to insert, remove or replace (V. I. Levenshtein, 1966).</summary>
    public static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
