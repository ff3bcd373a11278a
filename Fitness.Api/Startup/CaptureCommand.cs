using System.Text;
using Fitness.Api.Features.Capsule.Capture;
using Fitness.Api.Features.EnvironmentDescription;
using Fitness.Api.Settings;
using Fitness.Api.Storage.Engine;
using Microsoft.Extensions.Options;
using static Fitness.ApiOptions;

namespace Fitness.Api.Startup;

/// <summary>
/// <c>capture</c>: makes the data part of a capsule of a service with the same settings, which runs or has stopped, and writes it to standard
/// output. It serves nothing, and changes nothing.
/// </summary>
internal static class CaptureCommand
{
    private const string NoFileLocks = "System.IO.DisableFileLocking";

    // What the settings ask for beside the file goes to standard error.
    private static readonly string[] Quiet =
    [
        $"--{LoggingSection}:LogLevel:Default=Error",
        $"--{LoggingSection}:LogToStandardErrorThreshold=Trace",
    ];

    private const string LoggingSection = LoggingDescription.OfCommands;

    private static readonly string Options =
        $"{User} SUB (several times) or {AllUsers}, {Title} TEXT, {Note} TEXT, {Name} NAME, {By} NAME, {Logs}, {Live}, and {ServiceSettings} with settings behind it";

    /// <summary>Runs it.</summary>
    /// <param name="arguments">The options.</param>
    /// <param name="build">Makes the service.</param>
    public static async Task<int> RunAsync(string[] arguments, Func<string[], WebApplication> build)
    {
        // The running service has locked what it records. Must come before the first file is opened.
        AppContext.SetSwitch(NoFileLocks, isEnabled: true);
        var (users, flags, values) = (
            new List<string>(),
            new HashSet<string>(StringComparer.Ordinal),
            new Dictionary<string, string>(StringComparer.Ordinal)
        );
        var own = arguments.TakeWhile(argument => argument != ServiceSettings).ToArray();
        var settings = SettingArguments.Read(arguments[Math.Min(own.Length + 1, arguments.Length)..]);
        if ((settings.Problem ?? settings.Unknown) is { } problem)
            return await ServiceRun.RefuseAsync(problem);
        for (var index = 0; index < own.Length; index++)
        {
            var option = own[index];
            if (option is AllUsers or Logs or Live)
                flags.Add(option);
            else if (option is not (User or Title or Note or Name or By) || ++index == own.Length)
                return await ServiceRun.RefuseAsync(
                    $"{ApiProgram.CaptureCommand} cannot use '{Readable.Value(option)}'; its options are {Options}."
                );
            else if (option == User && own[index].Length == 0)
                return await ServiceRun.RefuseAsync($"{User} needs a user's id, as in the token's claim 'sub'.");
            else if (option == User)
                users.Add(own[index]);
            else
                values[option] = own[index];
        }
        if (flags.Contains(AllUsers) && users.Count > 0)
            return await ServiceRun.RefuseAsync($"{User} and {AllUsers} exclude each other.");
        if (!Console.IsOutputRedirected)
            return await ServiceRun.RefuseAsync(
                $"It writes a ZIP archive to standard output; send that to a file: {ApiProgram.CaptureCommand} … >FILE."
            );
        var name = values.GetValueOrDefault(Name);
        using var input = flags.Contains(Logs) ? new StreamReader(Console.OpenStandardInput(), Encoding.UTF8) : null;
        var request = new CaptureRequest(
            flags.Contains(AllUsers) ? null : users,
            values.GetValueOrDefault(Title) ?? (name is null ? "A capture" : $"A capture, {name}"),
            values.GetValueOrDefault(Note),
            name,
            values.GetValueOrDefault(By),
            flags.Contains(Live),
            input
        );
        return await ServiceRun.ToExitCodeAsync(() => CaptureAsync(request, settings.Settings, build), ApiProgram.NothingCaptured);
    }

    private static async Task CaptureAsync(CaptureRequest request, string[] settings, Func<string[], WebApplication> build)
    {
        await using var app = build([.. settings, .. Quiet]);
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        // The server would do this at startup; the OpenAPI document, of which the description has a hash, is made from the routes.
        app.UseRouting();
        app.UseEndpoints(_ => { });
        if (app.Services.GetService<EmbeddedEngine>() is { } engine)
            await engine.StartAsync(CancellationToken.None);
        var file = await app
            .Services.GetRequiredService<CaptureMaker>()
            .MakeAsync(request, Console.Error.WriteLine, CancellationToken.None);
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(file);
    }
}
