using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Fitness.Benchmarks.Calls;

/// <summary>What to measure.</summary>
/// <param name="Calls">The names of the calls.</param>
/// <param name="Clients">How many clients at once; each has one request under way.</param>
/// <param name="Rounds">How often each is measured.</param>
/// <param name="Seconds">How long each time.</param>
/// <param name="Short">Only whether it runs: one short round of what is built already.</param>
internal sealed record CallsOptions(string[] Calls, int[] Clients, int Rounds, int Seconds, bool Short);

/// <summary><c>calls</c>: every call next to its peers.</summary>
internal static class CallsCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var rounds = new Option<int>("--rounds") { Description = "How often each is measured.", DefaultValueFactory = _ => 4 };
        var seconds = new Option<int>("--seconds") { Description = "How long each time.", DefaultValueFactory = _ => 5 };
        foreach (var option in new[] { rounds, seconds })
            option.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() < 1)
                    result.AddError($"{option.Name} takes a number from 1 on.");
            });
        var only = new Option<string[]>("--only")
        {
            Description = $"The calls to measure, separated by commas: {string.Join(',', CallList.Names)}.",
            DefaultValueFactory = _ => [.. CallList.Names],
            CustomParser = result => Split(result, name => CallList.Names.Contains(name, StringComparer.Ordinal) ? name : null),
        };
        var clients = new Option<int[]>("--clients")
        {
            Description = "How many clients at once, separated by commas.",
            DefaultValueFactory = _ => [1, 32],
            CustomParser = result =>
                Split(result, text => int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : (int?)null)
                    is { } numbers
                    ? [.. numbers.Select(number => number!.Value)]
                    : null,
        };
        var isShort = new Option<bool>("--short")
        {
            Description = "Only show that it runs: one round of a second, with what is built already. It says nothing about speed.",
        };
        var command = new RootCommand("Measures the API's calls next to their peers, in turn.") { rounds, seconds, only, clients, isShort };
        command.Validators.Add(result =>
        {
            if (
                result.GetValue(isShort)
                && new Option[] { rounds, seconds, clients }.Any(size => result.GetResult(size) is { Implicit: false })
            )
                result.AddError("--short has its own --clients, --rounds and --seconds.");
        });
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var small = parsed.GetValue(isShort);
                await using var benchmark = new CallsBenchmark(
                    new CallsOptions(
                        parsed.GetValue(only)!,
                        small ? [2] : parsed.GetValue(clients)!,
                        small ? 1 : parsed.GetValue(rounds),
                        small ? 1 : parsed.GetValue(seconds),
                        small
                    )
                );
                return await benchmark.RunAsync(cancellation);
            }
        );
        var parsed = command.Parse(arguments);
        var exitCode = await parsed.InvokeAsync();
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : exitCode;
    }

    private static T[]? Split<T>(ArgumentResult result, Func<string, T?> read)
    {
        var values = new List<T>();
        foreach (var part in result.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            if (read(part) is { } value)
                values.Add(value);
            else
                result.AddError($"'{part}' is none of what {result.Argument.Name} takes.");
        }
        return [.. values];
    }
}
