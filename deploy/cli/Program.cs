using System.CommandLine;
using Fitness.Cli;
using Fitness.Cli.Parity;

var root = new RootCommand("The road of Fitness from this checkout to QA. Every command is also in README.md as plain commands.")
{
    ImageCommand.Create(),
    PushCommand.Create(),
    UpCommand.Create(),
    StatusCommand.Create(),
    ParityCommand.Create(),
    DownCommand.Create(),
};
var parsed = root.Parse(args);
// A probe that is stopped erases what it made, and removes what it started.
var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
return parsed.Errors.Count > 0 ? ExitCodes.Usage : exitCode;
