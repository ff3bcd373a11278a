using System.ComponentModel;
using System.Diagnostics;

namespace Fitness.Parity.Local;

/// <summary>Runs programs in the checkout's folder; a dry run prints the commands that would change something.</summary>
/// <param name="checkout">The checkout.</param>
/// <param name="dryRun">Whether this is a dry run.</param>
internal sealed class Shell(Checkout checkout, bool dryRun = false)
{
    /// <summary>The checkout.</summary>
    public Checkout Checkout => checkout;

    /// <summary>Whether this is a dry run.</summary>
    public bool IsDry => dryRun;

    /// <summary>Runs a program that changes something, and shows its output.</summary>
    /// <exception cref="CommandException">Its exit code was not 0.</exception>
    public async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        if (dryRun)
        {
            Console.WriteLine(invocation);
            return;
        }
        using var process = Start(invocation, capture: false);
        await EndAsync(process, cancellation);
        if (process.ExitCode != 0)
            throw new CommandException(
                $"'{invocation.Program} {invocation.Arguments.FirstOrDefault()?.Shown}' ended with exit code {process.ExitCode}. Its reason is above."
            );
    }

    /// <summary>Runs a program that changes something, and hides its output.</summary>
    /// <exception cref="CommandException">Its exit code was not 0; the message is its standard error.</exception>
    public async Task RunQuietlyAsync(Invocation invocation, CancellationToken cancellation)
    {
        if (dryRun)
        {
            Console.WriteLine(invocation);
            return;
        }
        var (exitCode, _, error) = await ReadAsync(invocation, cancellation);
        if (exitCode != 0)
            throw new CommandException(error);
    }

    /// <summary>Runs a program that only reads, or whose output the user does not need.</summary>
    /// <param name="invocation">The program.</param>
    /// <param name="cancellation">Stops the program.</param>
    /// <param name="environment">Variables to set in addition to this process's own; a null value removes one.</param>
    /// <returns>Its exit code, standard output and standard error.</returns>
    public async Task<(int ExitCode, string Output, string Error)> ReadAsync(
        Invocation invocation,
        CancellationToken cancellation,
        IReadOnlyDictionary<string, string?>? environment = null
    )
    {
        using var process = Start(invocation, capture: true, environment);
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await EndAsync(process, cancellation);
        return (process.ExitCode, (await output).Trim(), (await error).Trim());
    }

    /// <summary>Starts a program; the caller must wait for it or stop it.</summary>
    public Process Start(Invocation invocation, bool capture, IReadOnlyDictionary<string, string?>? environment = null)
    {
        // A script's path is relative to the checkout's root, not to the current folder.
        var program = invocation.Program.Contains('/', StringComparison.Ordinal)
            ? Path.Combine(checkout.Root, invocation.Program)
            : invocation.Program;
        var start = new ProcessStartInfo(program, invocation.Arguments.Select(argument => argument.Value))
        {
            WorkingDirectory = checkout.Root,
            RedirectStandardOutput = capture,
            RedirectStandardError = capture,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new CommandException($"{invocation.Program} cannot be run: {exception.Message}. {Remedy(invocation.Program)}");
        }
    }

    private static string Remedy(string program) =>
        program switch
        {
            Programs.Aws => "Install the AWS CLI: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
            _ when program.Contains('/', StringComparison.Ordinal) => "It is a script for Linux and WSL.",
            _ => "Install it.",
        };

    private static async Task EndAsync(Process process, CancellationToken cancellation)
    {
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
