using System.Globalization;
using System.Text;
using Fitness.Api.Features.Capsule.Replay;
using Fitness.Api.Features.EnvironmentDescription;
using Fitness.Api.Settings;
using static Fitness.ApiOptions;

namespace Fitness.Api.Startup;

/// <summary><c>replay</c>: starts with what is in a capsule, sends its requests again, and compares the answers.</summary>
internal static class ReplayCommand
{
    private const int MostTimes = 1000;

    // Only the comparison is printed.
    private static readonly string[] Own =
    [
        $"--{SettingNames.CapsuleReplay}=true",
        "--environment=Development",
        "--urls=http://127.0.0.1:0",
        // The image's, of which the server would say that it is overridden.
        "--http_ports=",
    ];

    /// <summary>Runs it.</summary>
    /// <param name="capsule">The capsule's path.</param>
    /// <param name="options">The options.</param>
    /// <param name="build">Makes the service.</param>
    public static Task<int> RunAsync(string capsule, string[] options, Func<string[], WebApplication> build)
    {
        var (times, isStrict, test) = (1, false, (string?)null);
        for (var index = 0; index < options.Length; index++)
        {
            var value = index + 1 < options.Length ? options[index + 1] : null;
            if (options[index] == Strict)
                isStrict = true;
            else if (options[index] == Test && value is not null)
                (test, index) = (value, index + 1);
            else if (
                options[index] == Times
                && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out times)
                && times is >= 1 and <= MostTimes
            )
                index++;
            else
                return RefuseAsync(options[index]);
        }
        if (times > 1 && test is not null)
            return RefuseAsync(Test);
        return ServiceRun.ToExitCodeAsync(
            async () =>
            {
                if (Path.Exists(test))
                    throw new StartException($"{test} is there already.");
                var (same, isShown) = (0, false);
                for (var time = 1; time <= times; time++)
                {
                    var result = await ReplayAsync(capsule, build, isLoud: time == 1, test);
                    if (result.IsSame(isStrict))
                        same++;
                    else if (!isShown)
                    {
                        if (time > 1)
                            await ShowAsync(time, result);
                        isShown = true;
                    }
                }
                if (times > 1)
                    await Console.Out.WriteLineAsync(
                        string.Create(CultureInfo.InvariantCulture, $"{same} of {times} replays came out as recorded.")
                    );
                Environment.ExitCode = same == times || test is not null ? ExitCodes.Success : ExitCodes.Failure;
            },
            test is null ? "Nothing was replayed" : "No test was written",
            ExitCodes.Unreadable
        );
    }

    // The first is shown anyway, as a whole.
    private static async Task ShowAsync(int time, ReplayResult result)
    {
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Replay {time} is the first that differs:"));
        foreach (var line in result.Requests.Where(one => one.Differences.Count > 0 || one.StorageDiffers).SelectMany(ReplayText.Lines))
            await Console.Out.WriteLineAsync(ReplayText.Plain(line));
    }

    private static async Task<ReplayResult> ReplayAsync(string capsule, Func<string[], WebApplication> build, bool isLoud, string? test)
    {
        await using var app = build([
            $"--{SettingNames.CapsulePath}={Path.GetFullPath(capsule)}",
            // The reason of a failure is worth reading, but once.
            $"--Logging:Console:LogLevel:Default={(isLoud ? LogLevel.Error : LogLevel.Critical)}",
            .. Own,
        ]);
        var run = app.Services.GetRequiredService<ReplayRun>();
        run.WriteTo(isLoud ? Console.Out.WriteLine : _ => { });
        await app.StartAsync();
        var result = await run.Done;
        await app.StopAsync();
        if (test is not null)
            await WriteTestAsync(test, app.Services, result);
        return result;
    }

    private static async Task WriteTestAsync(string folder, IServiceProvider services, ReplayResult result)
    {
        var chosen = CapsuleTestFolder.Choose(result);
        if (chosen.All(one => one.Differences.Count == 0))
            await Console.Out.WriteLineAsync("Nothing differs on this build: if it has the fault, the test will expect the fault.");
        var files = CapsuleTestFolder.Files(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)),
            services.GetRequiredService<IServiceDescription>().Version,
            services.GetRequiredService<CapsuleStart>(),
            chosen
        );
        await Console.Out.WriteLineAsync($"{folder} gets these requests, and expects what this build answers:");
        foreach (var one in chosen)
            await Console.Out.WriteLineAsync($"{ReplayText.Line(one.Request)}, expected {one.Answer!.Status}");
        await Console.Out.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"and these files: {string.Join(", ", files.Select(file => $"{file.Key} of {Encoding.UTF8.GetByteCount(file.Value)} bytes"))}"
            )
        );
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in files)
            await File.WriteAllTextAsync(Path.Combine(folder, name), text);
    }

    private static Task<int> RefuseAsync(string option) =>
        ServiceRun.RefuseAsync(
            $"{ApiProgram.ReplayCommand} cannot use '{Readable.Value(option)}'; its options are {Times} 1 to {MostTimes}, {Strict} and {Test} FOLDER."
        );
}
