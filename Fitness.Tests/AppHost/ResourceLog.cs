using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Fitness.Tests.AppHost;

/// <summary>Keeps what the AppHost and its resources log, in case a test fails.</summary>
internal sealed class ResourceLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> lines = new();

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, lines);

    public override string ToString() => string.Join('\n', lines);

    public void Dispose()
    {
        // There is nothing to dispose; the lines outlive the application on purpose.
    }

    private sealed class Logger(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
    }
}
