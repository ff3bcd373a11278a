using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Fitness.Parity;
using Fitness.Parity.Local;
using Argument = Fitness.Parity.Local.Argument;

namespace Fitness.Cli;

/// <summary><c>fitness replay</c>: starts a build with a capsule's data, sends its requests again, and compares the answers.</summary>
internal static partial class ReplayCommand
{
    private const string Checkout = ".";

    // A capsule may come from anybody: its container can do nothing outside.
    private static readonly Argument[] Confined =
    [
        "--cap-drop",
        "ALL",
        "--security-opt",
        "no-new-privileges",
        "--pids-limit",
        "256",
        "--memory",
        "1g",
    ];

    /// <summary>The capsule, for every command that has one.</summary>
    public static Argument<string> Capsule() => new("CAPSULE") { Description = "A capsule: a ZIP file, a folder, or an image." };

    public static Command Create()
    {
        var capsule = Capsule();
        var against = new Option<string>("--against")
        {
            Description = "The build on which it is replayed: the captured one, unless given; . for this checkout, or an image.",
        };
        var times = new Option<int>(ApiOptions.Times)
        {
            Description = "How often, to see whether a race shows each time.",
            DefaultValueFactory = _ => 1,
        };
        var strict = new Option<bool>(ApiOptions.Strict) { Description = "Let storage requests that differ count as differences." };
        var keep = new Option<bool>("--keep")
        {
            Description = "Leave the build running on loopback after the replay; the exit code is 0 if it does.",
        };
        var port = new Option<int>("--port") { Description = "The port with --keep.", DefaultValueFactory = _ => Ports.Host };
        var command = new Command(
            "replay",
            "Replay a capsule: the state, the clock, the users and the order of the storage requests as they were. Exit codes: 0 all answers are as recorded, 1 some differ, 2 it cannot be replayed."
        )
        {
            capsule,
            against,
            times,
            strict,
            keep,
            port,
        };
        command.WithAction(
            async (parsed, cancellation) =>
            {
                var shell = new Shell(Fitness.Parity.Local.Checkout.Current);
                await using var source = new CapsuleSource(shell, parsed.GetValue(capsule)!);
                var build = parsed.GetValue(against);
                var replay = new Replay(shell, source, parsed.GetValue(port));
                if (parsed.GetValue(times) < 1)
                    throw new CommandException($"{ApiOptions.Times} is a number from 1 on.");
                if (parsed.GetResult(port) is { Implicit: false } && !parsed.GetValue(keep))
                    throw new CommandException("--port goes with --keep.");
                if (parsed.GetValue(keep) && (parsed.GetValue(times) != 1 || parsed.GetValue(strict)))
                    throw new CommandException($"--keep goes with neither {ApiOptions.Times} nor {ApiOptions.Strict}.");
                if (parsed.GetValue(keep))
                    return build == Checkout
                        ? await replay.KeepCheckoutAsync(cancellation)
                        : await replay.KeepImageAsync(build, cancellation);
                List<Argument> options = [];
                if (parsed.GetValue(times) is > 1 and var count)
                    options.AddRange([ApiOptions.Times, count.ToString(CultureInfo.InvariantCulture)]);
                if (parsed.GetValue(strict))
                    options.Add(ApiOptions.Strict);
                return build == Checkout
                    ? await RunCheckoutAsync(
                        shell,
                        [ApiProgram.ReplayCommand, await source.PathAsync(cancellation), .. options],
                        cancellation
                    )
                    : await replay.RunImageAsync(build, options, cancellation);
            },
            ExitCodes.Unreadable
        );
        return command;
    }

    /// <summary>Runs the program of this checkout, and returns its exit code.</summary>
    public static async Task<int> RunCheckoutAsync(Shell shell, Argument[] arguments, CancellationToken cancellation)
    {
        const string project = "Fitness.Api";
        await Console.Error.WriteLineAsync("Building this checkout, if something has changed …");
        // Beforehand: of 'dotnet run', a build that fails has the exit code of answers that differ.
        var (exitCode, output, _) = await shell.ReadAsync(
            new Invocation(Programs.Dotnet, "build", project, "-nologo", "-verbosity:quiet"),
            cancellation
        );
        if (exitCode != 0)
        {
            await Console.Error.WriteLineAsync(output);
            throw new CommandException("This checkout does not build; the reason is above.");
        }
        return await shell.RunToEndAsync(
            new Invocation(Programs.Dotnet, ["run", "--project", project, "--no-build", "--no-launch-profile", "--", .. arguments]),
            cancellation,
            SideReader.OwnEnvironment()
        );
    }

    // From its begin: the capsule's title, which may come from anybody, is in the log too.
    [GeneratedRegex($@"^\d+ of \d+ {ApiProgram.AnswersAreAsRecorded}", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex Sum();

    private sealed class Replay(Shell shell, CapsuleSource source, int port)
    {
        // Its container's, and that of the network on which nobody answers what it sends outside: its packets keep an address that is this
        // machine's alone.
        private readonly string name = string.Create(CultureInfo.InvariantCulture, $"fitness-replay-{port}");
        private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

        private readonly DockerEngine engine = new(shell);

        public async Task<int> RunImageAsync(string? build, IReadOnlyList<Argument> options, CancellationToken cancellation)
        {
            var container = await CreateAsync(
                build,
                arguments => engine.CreateAsync(null, cancellation, arguments),
                ["--network", "none"],
                image => [image, ApiProgram.ReplayCommand, CapsuleNames.PathInImage, .. options],
                cancellation
            );
            try
            {
                var exitCode = await shell.RunToEndAsync(new Invocation(Programs.Docker, "start", "--attach", container), cancellation);
                // Of an image that cannot be started, Docker's exit code can be that of answers that differ.
                if (
                    exitCode != 0
                    && await engine.RunAsync(cancellation, "inspect", "--format", "{{.State.Error}}", container) is { Length: > 0 } error
                )
                    throw new CommandException($"The image cannot be started: {error}");
                return exitCode;
            }
            finally
            {
                await engine.RemoveAsync(container);
            }
        }

        public async Task<int> KeepImageAsync(string? build, CancellationToken cancellation)
        {
            if ((await shell.ReadAsync(new Invocation(Programs.Docker, "inspect", name), cancellation)).ExitCode == 0)
                throw new CommandException($"There is {name} already: docker rm --force {name} && docker network rm {name}");
            await engine.RunAsync(cancellation, "network", "create", "--opt", "com.docker.network.bridge.enable_ip_masquerade=false", name);
            // From here on, both of this name are this command's own.
            try
            {
                var container = await CreateAsync(
                    build,
                    arguments => engine.RunAsync(cancellation, ["create", .. arguments]),
                    [
                        "--name",
                        name,
                        "--network",
                        name,
                        // The engine's own server of names would ask others.
                        "--dns",
                        "127.0.0.1",
                        "--publish",
                        string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}:{Ports.Container}"),
                        "--env",
                        $"{SettingNames.Variable(SettingNames.CapsulePath)}={CapsuleNames.PathInImage}",
                        "--env",
                        $"{SettingNames.Variable(SettingNames.CapsuleReplay)}=true",
                        // What came of it is read from the log.
                        "--log-driver",
                        "json-file",
                        "--env",
                        "Logging__LogLevel__Default=Information",
                    ],
                    image => [image],
                    cancellation
                );
                await engine.RunAsync(cancellation, "start", container);
                await Console.Error.WriteLineAsync("Waiting for the end of the replay …");
                var sum = await SumAsync(cancellation);
                Console.WriteLine(sum ?? $"The build has ended in the replay. {await LastLineAsync(cancellation)}".TrimEnd());
                Console.WriteLine(
                    (sum is null ? "" : $"http://127.0.0.1:{port} serves the state after it. ")
                        + $"The log shows it: docker logs {name}. Remove it: docker rm --force {name} && docker network rm {name}"
                );
                return sum is null ? ExitCodes.Failure : ExitCodes.Success;
            }
            catch
            {
                await engine.RemoveAsync(name);
                await shell.ReadAsync(new Invocation(Programs.Docker, "network", "rm", name), CancellationToken.None);
                throw;
            }
        }

        private async Task<string> LastLineAsync(CancellationToken cancellation)
        {
            var (_, output, error) = await shell.ReadAsync(new Invocation(Programs.Docker, "logs", "--tail", "1", name), cancellation);
            return $"{output}\n{error}".Trim();
        }

        // From the engine, which may be on another machine; null if the build has ended.
        private async Task<string?> SumAsync(CancellationToken cancellation)
        {
            for (; ; await Task.Delay(Poll, cancellation))
            {
                var isRunning = await engine.RunAsync(cancellation, "inspect", "--format", "{{.State.Running}}", name) == "true";
                var log = await engine.RunAsync(cancellation, "logs", name);
                if (log.Split('\n').Select(line => line.Trim()).LastOrDefault(line => Sum().IsMatch(line)) is { } sum)
                    return sum;
                if (!isRunning)
                    return null;
            }
        }

        public async Task<int> KeepCheckoutAsync(CancellationToken cancellation) =>
            await RunCheckoutAsync(
                shell,
                [
                    $"--{SettingNames.CapsulePath}={await source.PathAsync(cancellation)}",
                    $"--{SettingNames.CapsuleReplay}=true",
                    string.Create(CultureInfo.InvariantCulture, $"--urls=http://127.0.0.1:{port}"),
                ],
                cancellation
            );

        private async Task<string> CreateAsync(
            string? build,
            Func<Argument[], Task<string>> create,
            Argument[] options,
            Func<string, Argument[]> command,
            CancellationToken cancellation
        )
        {
            if (build is not null)
                await engine.HaveAsync(
                    build,
                    "Name one that the engine has, or . for the current checkout; another checkout's own command replays on that.",
                    cancellation
                );
            var image = build ?? await source.ImageAsync(cancellation);
            if (!await engine.IsOfFitnessAsync(image, SettingNames.RecordingPath, cancellation))
                throw new CommandException($"The image {image} cannot replay: it is not Fitness, or older than capsules.");
            var container = await create([
                .. Confined,
                .. options,
                "--env",
                $"{SettingNames.Environment}={EnvironmentNames.Development}",
                .. command(image),
            ]);
            if (source.IsImage && build is null)
                return container;
            try
            {
                await source.CopyIntoAsync(container, cancellation);
                return container;
            }
            catch
            {
                await engine.RemoveAsync(container);
                throw;
            }
        }
    }
}
