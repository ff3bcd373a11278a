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
var exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? ExitCodes.Usage : exitCode;
