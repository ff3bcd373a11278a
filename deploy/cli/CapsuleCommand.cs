using System.CommandLine;
using Fitness.Parity.Local;
using Argument = Fitness.Parity.Local.Argument;

namespace Fitness.Cli;

/// <summary><c>fitness capsule</c>: what is in a capsule, and a test of it.</summary>
internal static class CapsuleCommand
{
    /// <summary>The folder of the tests' capsules, which are replayed with the tests.</summary>
    public const string Tests = "Fitness.Tests/Capsules";

    public static Command Create() => new("capsule", "What is in a capsule, and a test of it.") { CreateShow(), CreateTest() };

    private static Command CreateShow()
    {
        var capsule = ReplayCommand.Capsule();
        var command = new Command("show", "Print what is in a capsule, with a timeline.") { capsule };
        command.WithAction(
            async (parsed, cancellation) =>
            {
                var shell = new Shell(Checkout.Current);
                await using var source = new CapsuleSource(shell, parsed.GetValue(capsule)!);
                return await ReplayCommand.RunCheckoutAsync(
                    shell,
                    [ApiProgram.ShowCommand, await source.PathAsync(cancellation)],
                    cancellation
                );
            },
            ExitCodes.Unreadable
        );
        return command;
    }

    private static Command CreateTest()
    {
        var capsule = ReplayCommand.Capsule();
        var name = new Option<string>("--name") { Description = $"The name of the folder in {Tests}.", Required = true };
        var command = new Command(
            "test",
            $"Replay a capsule on this checkout, which has the fix, and write what it answers now as a test into {Tests}: the requests that differ, and what was written before them."
        )
        {
            capsule,
            name,
        };
        command.WithAction(
            async (parsed, cancellation) =>
            {
                var folder = parsed.GetValue(name)!;
                if (!folder.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-'))
                    throw new CommandException($"--name is '{folder}'; use small letters, digits and -.");
                var shell = new Shell(Checkout.Current);
                await using var source = new CapsuleSource(shell, parsed.GetValue(capsule)!);
                Argument[] arguments =
                [
                    ApiProgram.ReplayCommand,
                    await source.PathAsync(cancellation),
                    ApiOptions.Test,
                    Path.Combine(shell.Checkout.Root, Tests, folder),
                ];
                return await ReplayCommand.RunCheckoutAsync(shell, arguments, cancellation);
            },
            ExitCodes.Unreadable
        );
        return command;
    }
}
