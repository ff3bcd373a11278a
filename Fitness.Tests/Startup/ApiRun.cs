using System.Collections;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Startup;

/// <summary>
/// A run of the program that ends on its own, in this process: the entry point with the arguments and variables of a process, in a
/// fraction of its time. Of an image, it is a container. Whatever else runs meanwhile would see the variables, so only tests in
/// <see cref="Alone"/> can use it.
/// </summary>
internal static class ApiRun
{
    /// <summary>Runs the API until it exits on its own.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(string environment, params (string Name, string Value)[] settings) =>
        RunAsync(environment, [], settings);

    /// <summary>Runs one of the program's commands.</summary>
    public static Task<(int ExitCode, string Output)> CommandAsync(params string[] arguments) =>
        RunAsync(EnvironmentNames.Development, arguments);

    /// <summary>Runs the API with arguments until it exits on its own.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string environment,
        string[] arguments,
        params (string Name, string Value)[] settings
    )
    {
        if (ImageUnderTest.Name is not null)
            return await ApiProcess.RunAsync(environment, arguments, settings);
        Assert.Equal(Alone.Name, TestContext.Current.TestCollection?.TestCollectionDisplayName);
        // Read from the variables once; the clients of other tests need it as it is outside.
        _ = HttpClient.DefaultProxy;
        var before = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(Name, variable => (string?)variable.Value);
        var (output, error) = (Console.Out, Console.Error);
        using var written = new StringWriter();
        var streams = TextWriter.Synchronized(written);
        try
        {
            foreach (var name in before.Keys.Where(ApiProcess.IsLeftOut))
                Environment.SetEnvironmentVariable(name, null);
            foreach (var (name, value) in ApiProcess.Variables(environment, settings))
                Environment.SetEnvironmentVariable(name, value);
            Console.SetOut(streams);
            Console.SetError(streams);
            var exitCode = await Task.Run(() => typeof(Program).Assembly.EntryPoint!.Invoke(null, [arguments]))
                .WaitAsync(ApiProcess.Timeout);
            return ((int)exitCode!, written.ToString().TrimEnd('\n'));
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
            foreach (var name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(Name).Except(before.Keys))
                Environment.SetEnvironmentVariable(name, null);
            foreach (var (name, value) in before)
                Environment.SetEnvironmentVariable(name, value);
        }

        static string Name(DictionaryEntry variable) => (string)variable.Key;
    }
}

/// <summary>Tests that run when no other test of this process does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
