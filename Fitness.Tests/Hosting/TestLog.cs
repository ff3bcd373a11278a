using Microsoft.Extensions.Logging;

namespace Fitness.Tests.Hosting;

/// <summary>Sends the log of a service under test to the test that uses it at that time. It is shown only if that test fails.</summary>
internal sealed class TestLog : ILoggerProvider
{
    private volatile ITestOutputHelper? output;

    /// <summary>From now on the log goes to the running test.</summary>
    public void Follow() => output = TestContext.Current.TestOutputHelper ?? output;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // There is nothing to dispose.
    }

    private void Write(string line)
    {
        try
        {
            output?.WriteLine(line);
        }
        catch (InvalidOperationException)
        {
            // That test is over, and the next one has not used the service yet.
        }
    }

    private sealed class Logger(TestLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => log.Write($"{logLevel} {category}: {formatter(state, exception)} {exception}");
    }
}
