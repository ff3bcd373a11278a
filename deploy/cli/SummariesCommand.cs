using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fitness.Parity;
using Fitness.Parity.Local;

namespace Fitness.Cli;

/// <summary><c>fitness summaries</c>: compares a user's summaries with the sums of the activities.</summary>
internal static class SummariesCommand
{
    private const int AsExpected = 0;
    private const int Different = 1;

    // Civil dates that activities can have.
    private static readonly DateOnly First = new(1969, 12, 31);
    private static readonly DateOnly Last = new(2100, 1, 1);

    // At once; where that is too much for one answer, a half, and so on.
    private const int Years = 10;

    // A write between two calls is not a difference.
    private const int Attempts = 3;

    private static readonly string[] Duplicates = ["include", "exclude"];
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    public static Command Create()
    {
        var address = new Argument<string>("ADDRESS") { Description = "The service's address, such as http://localhost:10001." };
        var command = new Command(
            "summaries",
            $"Compare the totals of each month with the sums of the activities, for the user of the token in {SideTokens.Variable}. Kept totals that are wrong are replaced. Exit codes: 0 none was wrong, 1 some were, 2 the service cannot be read."
        )
        {
            address,
        };
        command.WithAction(
            async (parsed, cancellation) =>
            {
                if (
                    !Uri.TryCreate(parsed.GetValue(address), UriKind.Absolute, out var service) || service.Scheme is not ("http" or "https")
                )
                    throw new CommandException($"'{parsed.GetValue(address)}' is no address, such as http://localhost:10001.");
                using var client = new HttpClient { BaseAddress = service, Timeout = Timeout };
                if (Environment.GetEnvironmentVariable(SideTokens.Variable) is { Length: > 0 } token)
                    client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
                var differences = 0;
                for (var from = First; from <= Last; from = from.AddYears(Years))
                {
                    foreach (var line in await CompareAsync(client, from, Earlier(from.AddYears(Years).AddDays(-1), Last), cancellation))
                    {
                        Console.WriteLine(line);
                        differences++;
                    }
                }
                Console.WriteLine(differences == 0 ? "Every total is the sum of its activities." : $"{differences} differences.");
                return differences == 0 ? AsExpected : Different;
            },
            ExitCodes.Unreadable
        );
        return command;
    }

    private static async Task<IReadOnlyList<string>> CompareAsync(
        HttpClient client,
        DateOnly from,
        DateOnly to,
        CancellationToken cancellation
    )
    {
        var lines = new List<string>();
        foreach (var duplicates in Duplicates)
        {
            for (var attempt = 1; ; attempt++)
            {
                var (answered, _) = await GetAsync(client, from, to, duplicates, anew: false, cancellation);
                var (summed, wrong) = await GetAsync(client, from, to, duplicates, anew: true, cancellation);
                if (answered is null || summed is null)
                {
                    var middle = from.AddDays((to.DayNumber - from.DayNumber) / 2);
                    return
                    [
                        .. await CompareAsync(client, from, middle, cancellation),
                        .. await CompareAsync(client, middle.AddDays(1), to, cancellation),
                    ];
                }
                if (wrong is null && attempt < Attempts && !JsonNode.DeepEquals(answered, summed))
                    continue;
                lines.AddRange(Differences(answered, summed, duplicates));
                // What one summary does not show, such as wrong totals without possible duplicates.
                if (wrong is not null)
                    lines.AddRange(wrong.Split(", ").Select(month => $"{month}: what was kept is replaced"));
                break;
            }
        }
        return lines;
    }

    private static IEnumerable<string> Differences(JsonNode answered, JsonNode summed, string duplicates) =>
        answered["items"]!
            .AsArray()
            .Zip(summed["items"]!.AsArray())
            .SelectMany(pair =>
                pair.First!["totals"]!
                    .AsObject()
                    .Where(total => !JsonNode.DeepEquals(total.Value, pair.Second!["totals"]![total.Key]))
                    .Select(total =>
                        $"{pair.First["from"]} to {pair.First["to"]}, possibleDuplicates={duplicates}: {total.Key} was {Text(total.Value)}, not {Text(pair.Second!["totals"]![total.Key])}"
                    )
                    .DefaultIfEmpty(
                        $"{pair.First["from"]} to {pair.First["to"]}, possibleDuplicates={duplicates}: the totals of a sport were wrong"
                    )
                    .Where(_ => !JsonNode.DeepEquals(pair.First, pair.Second))
            );

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "absent";

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    /// <summary>Reads a summary; null if there are too many activities for one.</summary>
    private static async Task<(JsonNode? Summary, string? Wrong)> GetAsync(
        HttpClient client,
        DateOnly from,
        DateOnly to,
        string duplicates,
        bool anew,
        CancellationToken cancellation
    )
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            $"{Routes.Summaries}?period=month&from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}&possibleDuplicates={duplicates}"
        );
        if (anew)
            request.Headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
        try
        {
            using var response = await client.SendAsync(request, cancellation);
            var body = await response.Content.ReadAsStringAsync(cancellation);
            if (response.StatusCode == HttpStatusCode.UnprocessableEntity && from < to)
                return (null, null);
            if (!response.IsSuccessStatusCode)
                throw new CommandException($"{request.RequestUri} answered {(int)response.StatusCode}: {body}");
            return (
                JsonNode.Parse(body)!,
                response.Headers.TryGetValues(FitnessHeaders.WrongTotals, out var wrong) ? string.Join(", ", wrong) : null
            );
        }
        catch (Exception exception)
            when (exception is HttpRequestException or JsonException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new CommandException($"{client.BaseAddress} cannot be read: {exception.Message}");
        }
    }
}
