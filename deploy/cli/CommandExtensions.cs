using System.CommandLine;
using Fitness.Parity.Local;

namespace Fitness.Cli;

/// <summary>What every command has in common.</summary>
internal static class CommandExtensions
{
    /// <summary>Prints the commands instead of running them.</summary>
    public static Option<bool> DryRun() => new("--dry-run") { Description = "Print what would be done, and do nothing." };

    /// <summary>Skips the comparison.</summary>
    public static Option<bool> NoParity() =>
        new("--no-parity")
        {
            Description = "Do not compare: for an image that is meant to differ from this checkout, such as the one to go back to.",
        };

    /// <summary>The name that both stacks share.</summary>
    public static Option<string> Name() =>
        new("--name")
        {
            Description = "The name of the stacks: NAME has the table and the users, NAME-host the Docker host.",
            DefaultValueFactory = _ => "fitness-qa",
        };

    /// <summary>What a command that was stopped says if it has asked AWS for something.</summary>
    public const string ContinuesInAws = " What it has started in AWS continues.";

    /// <summary>Runs the command; a failure becomes one line and an exit code.</summary>
    /// <param name="command">The command.</param>
    /// <param name="action">What it does.</param>
    /// <param name="ifStopped">What it says if the user stops it, beside that.</param>
    public static void WithAction(this Command command, Func<ParseResult, CancellationToken, Task> action, string ifStopped = "") =>
        command.WithAction(
            async (parsed, cancellation) =>
            {
                await action(parsed, cancellation);
                return ExitCodes.Success;
            },
            ifStopped: ifStopped
        );

    /// <summary>Runs a command that returns its own exit code.</summary>
    /// <param name="command">The command.</param>
    /// <param name="action">What it does.</param>
    /// <param name="failure">The exit code if it cannot.</param>
    /// <param name="ifStopped">What it says if the user stops it, beside that.</param>
    public static void WithAction(
        this Command command,
        Func<ParseResult, CancellationToken, Task<int>> action,
        int failure = ExitCodes.Failure,
        string ifStopped = ""
    ) =>
        command.SetAction(
            async (parsed, cancellation) =>
            {
                try
                {
                    return await action(parsed, cancellation);
                }
                catch (CommandException exception)
                {
                    await Console.Error.WriteLineAsync($"{command.FullName()}: {exception.Message}");
                    return failure;
                }
                catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
                {
                    await Console.Error.WriteLineAsync($"{command.FullName()}: Stopped.{ifStopped}");
                    return ExitCodes.Interrupted;
                }
            }
        );

    private static string FullName(this Command command) =>
        string.Join(
            ' ',
            command
                .Parents.OfType<Command>()
                .Where(parent => parent is not RootCommand)
                .Select(parent => parent.Name)
                .Prepend("fitness")
                .Append(command.Name)
        );
}
