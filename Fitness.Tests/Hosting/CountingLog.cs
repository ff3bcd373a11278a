using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Fitness.Tests.Hosting;

/// <summary>The lines of a service under test, warnings and errors unless others are asked for, with their exceptions.</summary>
/// <param name="least">The lowest level.</param>
public sealed class CountingLog(LogLevel least = LogLevel.Warning) : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (IsEnabled(logLevel))
            Lines.Enqueue($"{formatter(state, exception)}{exception}");
    }

    public void Dispose()
    {
        // There is nothing to dispose.
    }
}
