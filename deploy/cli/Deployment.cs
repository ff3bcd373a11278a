using System.Text.Json;
using Fitness.Parity.Local;
using Spectre.Console;

namespace Fitness.Cli;

/// <summary>A stack deployment that shows CloudFormation's events while it runs.</summary>
internal static class Deployment
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(3);
    private const int LinesOfConsole = 15;

    /// <summary>Runs the AWS CLI until the change is complete, and prints the stack's events as they arrive.</summary>
    /// <exception cref="CommandException">The deployment failed; the reasons have been printed.</exception>
    public static async Task RunAsync(Shell shell, string stack, Invocation invocation, CancellationToken cancellation)
    {
        if (shell.IsDry)
        {
            await shell.RunAsync(invocation, cancellation);
            return;
        }
        AnsiConsole.MarkupLineInterpolated($"[bold]{stack}[/]");
        var aws = new Aws(shell);
        var seen = (await EventsAsync(aws, stack, cancellation)).Select(Id).ToHashSet(StringComparer.Ordinal);
        var running = shell.ReadAsync(invocation, cancellation);
        using var timer = new PeriodicTimer(Poll);
        string? host = null;
        do
        {
            await Task.WhenAny(running, timer.WaitForNextTickAsync(cancellation).AsTask());
            foreach (var change in (await EventsAsync(aws, stack, cancellation)).Where(change => seen.Add(Id(change))).Reverse())
            {
                Print(change);
                if (Text(change, "ResourceType") == "AWS::EC2::Instance")
                    host = Text(change, "PhysicalResourceId") is { Length: > 0 } id ? id : host;
            }
        } while (!running.IsCompleted);
        var (exitCode, output, error) = await running;
        if (exitCode == 0)
        {
            AnsiConsole.WriteLine(output.Split('\n')[^1]);
            return;
        }
        if (host is not null)
            await PrintConsoleAsync(aws, host, cancellation);
        throw new CommandException($"{stack} was not deployed: {error}");
    }

    private static async Task<JsonElement[]> EventsAsync(Aws aws, string stack, CancellationToken cancellation)
    {
        try
        {
            return
            [
                .. (
                    await aws.ReadAsync(cancellation, "cloudformation", "describe-stack-events", "--stack-name", stack, "--max-items", "50")
                )
                    .GetProperty("StackEvents")
                    .EnumerateArray(),
            ];
        }
        catch (CommandException)
        {
            // The stack does not exist before its first event.
            return [];
        }
    }

    private static void Print(JsonElement change)
    {
        var status = Text(change, "ResourceStatus")!;
        var color =
            status.Contains("FAILED", StringComparison.Ordinal) || status.Contains("ROLLBACK", StringComparison.Ordinal) ? "red"
            : status.EndsWith("COMPLETE", StringComparison.Ordinal) ? "green"
            : "grey";
        AnsiConsole.MarkupLine(
            $"  [{color}]{Markup.Escape(status), -28}[/] {Markup.Escape(Text(change, "LogicalResourceId")!)} {Markup.Escape(Text(change, "ResourceStatusReason") ?? "")}"
        );
    }

    /// <summary>Prints the last lines of the host's console: the bootstrap's last line says what went wrong.</summary>
    private static async Task PrintConsoleAsync(Aws aws, string host, CancellationToken cancellation)
    {
        try
        {
            var console = await aws.ReadAsync(cancellation, "ec2", "get-console-output", "--instance-id", host, "--latest");
            if (Text(console, "Output") is not { } output)
                return;
            AnsiConsole.MarkupLineInterpolated($"[bold]The console of {host}[/]");
            foreach (var line in output.TrimEnd().Split('\n').TakeLast(LinesOfConsole))
                AnsiConsole.WriteLine(line);
        }
        catch (CommandException)
        {
            // CloudFormation's own message has to be enough.
        }
    }

    private static string Id(JsonElement change) => Text(change, "EventId")!;

    private static string? Text(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value.GetString() : null;
}
