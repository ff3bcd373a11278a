using CliWrap;

namespace Fitness.Tests.Support;

/// <summary>A program that serves until it is disposed. What it writes is dropped.</summary>
internal sealed class BackgroundProgram : IAsyncDisposable
{
    private readonly CancellationTokenSource interrupt = new();
    private readonly CancellationTokenSource kill = new();
    private readonly Task<CommandResult> run;

    /// <summary>Starts the program.</summary>
    public BackgroundProgram(string program, params IEnumerable<string> arguments)
    {
        // A pipe that nobody reads would block the program, and a closed one could end it.
        var dropped = PipeTarget.ToStream(Stream.Null);
        run = new Command(program)
            .WithArguments(arguments)
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(dropped)
            .WithStandardErrorPipe(dropped)
            .ExecuteAsync(kill.Token, interrupt.Token);
    }

    /// <summary>Whether it has ended by itself.</summary>
    public bool HasEnded => run.IsCompleted;

    /// <summary>Sends SIGINT, as Ctrl+C does, and waits until the program has ended.</summary>
    public async Task StopAsync()
    {
        await interrupt.CancelAsync();
        await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await kill.CancelAsync();
        await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        kill.Dispose();
        interrupt.Dispose();
    }
}
