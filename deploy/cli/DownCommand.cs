using System.CommandLine;
using Fitness.Parity.Local;
using Spectre.Console;

namespace Fitness.Cli;

/// <summary><c>fitness down</c>: deletes the host, and the table only if it is named.</summary>
internal static class DownCommand
{
    public static Command Create()
    {
        var name = CommandExtensions.Name();
        var table = new Option<string>("--table")
        {
            Description = "The name of the table: deletes it as well, with everything in it. Without it table and users stay.",
        };
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var dryRun = CommandExtensions.DryRun();
        var command = new Command("down", "Delete the Docker host. The table and the users stay.") { name, table, yes, dryRun };
        command.WithAction(
            async (parsed, cancellation) =>
            {
                var shell = new Shell(Checkout.Current, parsed.GetValue(dryRun));
                var (stack, host, doomed) = (parsed.GetValue(name)!, StackNames.Host(parsed.GetValue(name)!), parsed.GetValue(table));
                if (!shell.IsDry)
                {
                    if (doomed is not null)
                        await CheckAsync(new Aws(shell), stack, doomed, cancellation);
                    Confirm(
                        $"Delete the stack {host}{(doomed is null ? "" : $", the stack {stack}, and the table {doomed} with everything in it")}?",
                        parsed.GetValue(yes)
                    );
                }
                await DeleteAsync(shell, host, cancellation);
                if (doomed is null)
                    return;
                await DeleteAsync(shell, stack, cancellation);
                await shell.RunQuietlyAsync(
                    new Invocation(Aws.Program, "dynamodb", "update-table", "--table-name", doomed, "--no-deletion-protection-enabled"),
                    cancellation
                );
                await shell.RunQuietlyAsync(new Invocation(Aws.Program, "dynamodb", "delete-table", "--table-name", doomed), cancellation);
                if (!shell.IsDry)
                    AnsiConsole.MarkupLineInterpolated(
                        $"{doomed} is deleted. The user pool stays; 'aws cognito-idp delete-user-pool' deletes it."
                    );
            },
            CommandExtensions.ContinuesInAws
        );
        return command;
    }

    private static async Task CheckAsync(Aws aws, string stack, string table, CancellationToken cancellation)
    {
        var resources = await aws.FindStackAsync(stack, cancellation) ?? throw new CommandException($"There is no stack {stack}.");
        if (!resources.Outputs.TryGetValue(SettingNames.TableOutput, out var own) || own != table)
            throw new CommandException($"The table of the stack {stack} is '{own}', not '{table}'. Nothing was deleted.");
    }

    private static void Confirm(string question, bool yes)
    {
        if (yes)
            return;
        if (Console.IsInputRedirected)
            throw new CommandException("There is nobody to ask here. Say --yes.");
        if (!AnsiConsole.Confirm(question, defaultValue: false))
            throw new CommandException("Nothing was deleted.");
    }

    /// <summary>Deletes a stack, and waits until it is gone.</summary>
    public static async Task DeleteAsync(Shell shell, string stack, CancellationToken cancellation)
    {
        await shell.RunQuietlyAsync(new Invocation(Aws.Program, "cloudformation", "delete-stack", "--stack-name", stack), cancellation);
        await shell.RunQuietlyAsync(
            new Invocation(Aws.Program, "cloudformation", "wait", "stack-delete-complete", "--stack-name", stack),
            cancellation
        );
        if (!shell.IsDry)
            AnsiConsole.MarkupLineInterpolated($"{stack} is deleted.");
    }
}
