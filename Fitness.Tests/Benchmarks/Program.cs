using System.Globalization;
using Fitness;
using Fitness.Benchmarks;
using Fitness.Benchmarks.Calls;

if (args is ["calls", ..])
    return await CallsCommand.RunAsync(args[1..]);

// The measurement, and how many rounds, activities or milliseconds it takes unless told otherwise.
(string Name, Func<int, Task> RunAsync, int Default)[] benchmarks =
[
    ("start", StartBenchmark.RunAsync, 7),
    ("export", ExportBenchmark.RunAsync, 200_000),
    ("import", ImportBenchmark.RunAsync, 5),
    ("image", ImageBenchmark.RunAsync, 11),
    ("apphost", AppHostBenchmark.RunAsync, 5),
    ("overload", OverloadBenchmark.RunAsync, 20),
    ("writers", WritersBenchmark.RunAsync, 10),
];
var chosen = Array.Find(benchmarks, one => args is [var name, ..] && one.Name == name);
var number = chosen.Default;
if (
    chosen.Name is null
    || args.Length > 2
    || (args is [_, var text] && (!int.TryParse(text, CultureInfo.InvariantCulture, out number) || number < 1))
)
{
    Console.Error.WriteLine(
        $"Say what to measure, and if need be a whole number from 1 on: calls, {string.Join(", ", benchmarks.Select(one => $"{one.Name} [{one.Default}]"))}."
    );
    return ExitCodes.Usage;
}
await chosen.RunAsync(number);
return ExitCodes.Success;
