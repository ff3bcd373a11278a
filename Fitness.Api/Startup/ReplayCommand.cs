using System.Globalization;
using Fitness.Api.Features.Capsule.Replay;

namespace Fitness.Api.Startup;

/// <summary><c>replay</c>: starts with what is in a capsule, sends its requests again, and compares the answers.</summary>
internal static class ReplayCommand
{
    private const int MostTimes = 1000;
    private const string Times = "--times";
    private const string Strict = "--strict";

    // Only the comparison is printed.
    private static readonly string[] Own =
    [
        $"--{SettingNames.CapsuleReplay}=true",
        "--environment=Development",
        "--urls=http://127.0.0.1:0",
        "--Logging:LogLevel:Default=Error",
    ];

    /// <summary>Runs it.</summary>
    /// <param name="capsule">The capsule's path.</param>
    /// <param name="options">The options, and settings.</param>
    /// <param name="build">Makes the service.</param>
    public static Task<int> RunAsync(string capsule, string[] options, Func<string[], WebApplication> build)
    {
        var (times, isStrict) = (1, false);
        for (var index = 0; index < options.Length; index++)
        {
            if (options[index] == Strict)
                isStrict = true;
            else if (
                options[index] != Times
                || index + 1 == options.Length
                || !int.TryParse(options[++index], NumberStyles.None, CultureInfo.InvariantCulture, out times)
                || times is < 1 or > MostTimes
            )
                return RefuseAsync(options[Math.Min(index, options.Length - 1)]);
        }
        return ServiceRun.ToExitCodeAsync(async () =>
        {
            var same = 0;
            for (var time = 1; time <= times; time++)
            {
                if ((await ReplayAsync(capsule, build, isLoud: time == 1)).IsSame(isStrict))
                    same++;
            }
            if (times > 1)
                await Console.Out.WriteLineAsync(
                    string.Create(CultureInfo.InvariantCulture, $"{same} of {times} replays came out as recorded.")
                );
            Environment.ExitCode = same == times ? ExitCodes.Success : ExitCodes.Failure;
        });
    }

    private static async Task<ReplayResult> ReplayAsync(string capsule, Func<string[], WebApplication> build, bool isLoud)
    {
        await using var app = build([$"--{SettingNames.CapsulePath}={Path.GetFullPath(capsule)}", .. Own]);
        var run = app.Services.GetRequiredService<ReplayRun>();
        run.Write = isLoud ? Console.Out.WriteLine : _ => { };
        await app.StartAsync();
        var result = await run.Done;
        await app.StopAsync();
        return result;
    }

    private static async Task<int> RefuseAsync(string option)
    {
        await Console.Error.WriteLineAsync(
            $"{ApiProgram.ReplayCommand} cannot use '{Settings.Readable.Value(option)}'; its options are {Times} 1 to {MostTimes} and {Strict}."
        );
        return ExitCodes.Usage;
    }
}
