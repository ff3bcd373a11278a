using System.CommandLine;

namespace Fitness.Cli;

internal static class Program
{
    // An interrupted probe still deletes its data and stops what it started.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(30);

    public static async Task<int> Main(string[] args)
    {
        var root = new RootCommand("The road of Fitness from this checkout to QA. deploy/COMMANDS.md has every command as plain ones.")
        {
            ImageCommand.Create(),
            PushCommand.Create(),
            UpCommand.Create(),
            StatusCommand.Create(),
            ParityCommand.Create(),
            SummariesCommand.Create(),
            CaptureCommand.Create(),
            ReplayCommand.Create(),
            CapsuleCommand.Create(),
            DownCommand.Create(),
        };
        var parsed = root.Parse(args);
        var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TerminationTimeout });
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : exitCode;
    }
}
