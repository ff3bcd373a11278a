using System.Globalization;
using System.Text.RegularExpressions;

namespace Fitness.Benchmarks.Calls;

/// <summary>
/// A path or a body in which something stands for the number of the request, as <c>load.lua</c> fills it for the load:
/// <c>{number}</c> the number; <c>{id}</c> one of 64 in turn, and <c>{home}</c> that one's instant in 2025; <c>{start}</c> and
/// <c>{start+N}</c> the number's own instant and the one N seconds later. Between two instants lie five minutes; those of numbers begin in 1970.
/// </summary>
internal static partial class Template
{
    /// <summary>How many ids there are.</summary>
    public const int Ids = 64;

    /// <summary>From here on, the instants of numbers would meet those of ids.</summary>
    public const long Numbers = 5_700_000;

    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Home = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static string Fill(string template, long number) =>
        Placeholder()
            .Replace(template, match => match.Groups["name"].Value switch
                {
                    "number" => $"{number}",
                    "id" => $"{number % Ids}",
                    "home" => Instant(Home + (Apart * (number % Ids))),
                    _ => Instant(
                        DateTimeOffset.UnixEpoch
                            + (Apart * number)
                            + TimeSpan.FromSeconds(
                                match.Groups["seconds"] is { Length: > 0 } seconds
                                    ? int.Parse(seconds.Value, CultureInfo.InvariantCulture)
                                    : 0
                            )
                    ),
                });

    private static string Instant(DateTimeOffset instant) => instant.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{(?<name>number|id|home|start)(?:\+(?<seconds>\d+))?\}", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex Placeholder();
}
