using System.CommandLine;
using Fitness.Parity.Local;
using Spectre.Console;

namespace Fitness.Cli;

/// <summary><c>fitness status</c>: shows what is deployed, whether it is healthy, and whether it is the image built here.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var name = CommandExtensions.Name();
        var dryRun = CommandExtensions.DryRun();
        var command = new Command("status", "Show what is deployed, whether it serves, and whether it is what was built here.")
        {
            name,
            dryRun,
        };
        command.WithAction(
            async (parsed, cancellation) =>
            {
                var stack = parsed.GetValue(name)!;
                if (!parsed.GetValue(dryRun))
                    await ShowAsync(new Shell(Checkout.Current), stack, cancellation);
                else
                    foreach (var one in new[] { stack, StackNames.Host(stack) })
                        Console.WriteLine(
                            new Invocation(
                                Aws.Program,
                                "cloudformation",
                                "describe-stacks",
                                "--stack-name",
                                one,
                                "--query",
                                "Stacks[0].Outputs",
                                "--output",
                                "table"
                            )
                        );
            }
        );
        return command;
    }

    /// <summary>Prints the status.</summary>
    /// <exception cref="CommandException">AWS refused, or neither stack exists.</exception>
    public static async Task ShowAsync(Shell shell, string name, CancellationToken cancellation)
    {
        var aws = new Aws(shell);
        var stacks = new[] { await aws.FindStackAsync(name, cancellation), await aws.FindStackAsync(StackNames.Host(name), cancellation) };
        if (stacks.All(stack => stack is null))
            throw new CommandException($"There is no stack {name} in this region and account. Deploy it: fitness up --name {name}");
        foreach (var stack in stacks.OfType<Stack>())
        {
            AnsiConsole.MarkupLineInterpolated($"[bold]{stack.Name}[/] {stack.Status}");
            foreach (var (key, value) in stack.Outputs)
                Facts.Write(key, value);
        }
        if (stacks[1] is not { } host || !host.Outputs.TryGetValue("Url", out var url))
            return;
        Facts.Write("health", await HealthAsync(new Uri(new Uri(url), Routes.Health), cancellation));
        Facts.Write("built here", IsWhatWasBuilt(shell.Checkout, host));
    }

    private static string IsWhatWasBuilt(Checkout checkout, Stack host)
    {
        if (checkout.Release is not { } release)
            return "no image has been built here";
        var digest = release.GetProperty("digest").GetString()!;
        return host.Outputs.TryGetValue("Image", out var image) && image.EndsWith($"@{digest}", StringComparison.Ordinal)
            ? "yes"
            : $"no: that is {digest}";
    }

    private static async Task<string> HealthAsync(Uri address, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = Timeout };
        try
        {
            using var response = await client.GetAsync(address, cancellation);
            return response.IsSuccessStatusCode
                ? "healthy"
                : $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellation)}";
        }
        catch (Exception exception)
            when (exception is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return $"not reached from here: {exception.Message}";
        }
    }
}
