using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Fitness.Tests.Hosting;

/// <summary>The warnings and errors of a service under test, with their exceptions.</summary>
public sealed class CountingLog : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

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
