using System.ComponentModel;
using System.Text;
using CliWrap;
using CliWrap.Buffered;

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
        var result = await EndAsync(invocation, null, program => Shown(program, cancellation));
        if (result.ExitCode != 0)
            throw new CommandException(
                $"'{invocation.Program} {invocation.Arguments.FirstOrDefault()?.Shown}' ended with exit code {result.ExitCode}. Its reason is above."
            );
    }

    /// <summary>Runs a program whose result is its exit code, and shows its output.</summary>
    /// <param name="invocation">The program.</param>
    /// <param name="cancellation">Stops the program.</param>
    /// <param name="environment">Variables to set in addition to this process's own; a null value removes one.</param>
    /// <returns>Its exit code.</returns>
    public async Task<int> RunToEndAsync(
        Invocation invocation,
        CancellationToken cancellation,
        IReadOnlyDictionary<string, string?>? environment = null
    ) => (await EndAsync(invocation, environment, program => Shown(program, cancellation))).ExitCode;

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
        var result = await EndAsync(invocation, environment, program => program.ExecuteBufferedAsync(cancellation));
        return (result.ExitCode, result.StandardOutput.Trim(), result.StandardError.Trim());
    }

    /// <summary>Runs a program that serves until it is stopped.</summary>
    /// <param name="invocation">The program.</param>
    /// <param name="environment">Variables to set in addition to this process's own; a null value removes one.</param>
    /// <param name="output">Receives each line of its standard output.</param>
    /// <param name="error">Receives its standard error.</param>
    /// <param name="stop">Ends the program and those that it has started.</param>
    public Task ServeAsync(
        Invocation invocation,
        IReadOnlyDictionary<string, string?> environment,
        Action<string> output,
        StringBuilder error,
        CancellationToken stop
    ) =>
        EndAsync(invocation, environment, program =>
            (program | (PipeTarget.ToDelegate(output), PipeTarget.ToStringBuilder(error))).ExecuteAsync(stop)
        );

    /// <summary>Runs a program and talks with it.</summary>
    /// <param name="invocation">The program.</param>
    /// <param name="input">Writes its standard input, which ends with it.</param>
    /// <param name="output">Receives its standard output.</param>
    /// <param name="error">Receives each line of its standard error.</param>
    /// <param name="cancellation">Stops the program.</param>
    /// <returns>Its exit code.</returns>
    public async Task<int> TalkAsync(
        Invocation invocation,
        Func<Stream, CancellationToken, Task> input,
        Stream output,
        Action<string> error,
        CancellationToken cancellation
    )
    {
        var result = await EndAsync(invocation, null, program =>
            (PipeSource.Create(input) | program | (PipeTarget.ToStream(output), PipeTarget.ToDelegate(error))).ExecuteAsync(cancellation)
        );
        return result.ExitCode;
    }

    // Not redirected: on a terminal the program shows its progress, and may ask.
    private static CommandTask<CommandResult> Shown(Command program, CancellationToken cancellation) =>
        program.ExecuteAsync(
            start => start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = false,
            forcefulCancellationToken: cancellation
        );

    private async Task<T> EndAsync<T>(
        Invocation invocation,
        IReadOnlyDictionary<string, string?>? environment,
        Func<Command, CommandTask<T>> run
    )
    {
        // A script's path is relative to the checkout's root, not to the current folder.
        var program = invocation.Program.Contains('/', StringComparison.Ordinal)
            ? Path.Combine(checkout.Root, invocation.Program)
            : invocation.Program;
        var command = new Command(program)
            .WithArguments(invocation.Arguments.Select(argument => argument.Value))
            .WithWorkingDirectory(checkout.Root)
            .WithEnvironmentVariables(environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
            .WithValidation(CommandResultValidation.None);
        try
        {
            return await run(command);
        }
        catch (Win32Exception exception)
        {
            throw new CommandException(
                $"{invocation.Program} cannot be run: {exception.GetBaseException().Message}. {Remedy(invocation.Program)}"
            );
        }
    }

    private static string Remedy(string program) =>
        program switch
        {
            Programs.Aws => "Install the AWS CLI: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
            _ when program.Contains('/', StringComparison.Ordinal) => "It is a script for Linux and WSL.",
            _ => "Install it.",
        };
}
