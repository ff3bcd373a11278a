using Fitness;
using Fitness.Benchmarks;
using Fitness.Benchmarks.Calls;

if (args is ["calls", ..])
    return await CallsCommand.RunAsync(args[1..]);
if (args is ["start", ..])
    await StartBenchmark.RunAsync(args.Length > 1 ? int.Parse(args[1], null) : 7);
else if (args is ["export", ..])
    await ExportBenchmark.RunAsync(args.Length > 1 ? int.Parse(args[1], null) : 200_000);
else if (args is ["import", ..])
    await ImportBenchmark.RunAsync(args.Length > 1 ? int.Parse(args[1], null) : 5);
else if (args is ["image", ..])
    await ImageBenchmark.RunAsync(args.Length > 1 ? int.Parse(args[1], null) : 11);
else if (args is ["apphost", ..])
    await AppHostBenchmark.RunAsync(args.Length > 1 ? int.Parse(args[1], null) : 5);
else if (args is ["overload", ..])
    await OverloadBenchmark.RunAsync(args.Length > 1 ? int.Parse(args[1], null) : 20);
else if (args is ["writers", ..])
    await WritersBenchmark.RunAsync(args.Length > 1 ? int.Parse(args[1], null) : 10);
else
{
    Console.Error.WriteLine("Say what to measure: calls, start, export, import, image, apphost, overload or writers.");
    return ExitCodes.Usage;
}
return ExitCodes.Success;
