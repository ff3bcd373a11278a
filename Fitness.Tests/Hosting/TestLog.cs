using Microsoft.Extensions.Logging;

namespace Fitness.Tests.Hosting;

/// <summary>What a service under test logs goes to the test that uses it at that time: shown when the test fails, and not otherwise.</summary>
internal sealed class TestLog : ILoggerProvider
{
    private volatile ITestOutputHelper? output;

    /// <summary>From now on it is the running test that uses the service.</summary>
    public void Follow() => output = TestContext.Current.TestOutputHelper ?? output;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // There is nothing to end.
    }

    private void Write(string line)
    {
        try
        {
            output?.WriteLine(line);
        }
        catch (InvalidOperationException)
        {
            // That test is through, and the next one has not used the service yet.
        }
    }

    private sealed class Logger(TestLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Write($"{logLevel} {category}: {formatter(state, exception)} {exception}");
    }
}
