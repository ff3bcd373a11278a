using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Fitness.Parity.Local;
using Spectre.Console;

namespace Fitness.Cli;

/// <summary><c>fitness capture</c>: an image of a container with a bug in it, that a developer can replay.</summary>
internal static partial class CaptureCommand
{
    private const int MostTag = 60;

    public static Command Create()
    {
        var container = new Argument<string>("CONTAINER")
        {
            Description = "The container of the service, which runs, has stopped or has crashed, on the engine that docker reaches.",
        };
        var user = new Option<string[]>(ApiOptions.User)
        {
            Description = "The user whose data is captured, as the token's sub; several times for several.",
        };
        var allUsers = new Option<bool>(ApiOptions.AllUsers) { Description = "Capture everybody who has recorded requests." };
        var title = new Option<string>(ApiOptions.Title) { Description = "What is wrong, in a line." };
        var note = new Option<string>(ApiOptions.Note) { Description = "What was done, expected and seen instead." };
        var name = new Option<string>(ApiOptions.Name)
        {
            Description = "What the capsule is called, as a part of a tag; the time unless given.",
        };
        var output = new Option<string>("--output") { Description = "Write one file with the data, instead of an image." };
        var command = new Command(
            "capture",
            "Make an image of a container's build with its state, the last requests and the log, without secrets and with what people wrote hidden. The container is neither stopped nor paused."
        )
        {
            container,
            user,
            allUsers,
            title,
            note,
            name,
            output,
        };
        command.WithAction(
            async (parsed, cancellation) =>
            {
                var tag = parsed.GetValue(name)
                    ?? TimeProvider.System.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
                if (!Tag().IsMatch(tag) || tag.Length > MostTag)
                    throw new CommandException($"--name is '{tag}'. Use letters, digits, '.', '_' and '-', at most {MostTag}.");
                var file = parsed.GetValue(output) is { } path ? Path.GetFullPath(path) : null;
                if (File.Exists(file))
                    throw new CommandException($"{file} is there already.");
                var shell = new Shell(Checkout.Current);
                var engine = new DockerEngine(shell);
                var captured = await CapturedContainer.FindAsync(engine, parsed.GetValue(container)!, cancellation);
                if (captured.IsPaused)
                    throw new CommandException(
                        $"{parsed.GetValue(container)} is paused, and its database with it; docker unpause it first."
                    );
                if (captured.IsRestarting)
                    throw new CommandException(
                        $"{parsed.GetValue(container)} ends and is started again and again, and what it has recorded changes meanwhile; docker stop it first."
                    );
                if (captured.IsInMemory && !captured.IsRunning)
                    throw new CommandException(
                        $"{parsed.GetValue(container)} does not run, and its database was in memory ({SettingNames.Variable(SettingNames.EngineInMemory)}): both are gone."
                    );
                if (captured.IsInMemory)
                    await Console.Error.WriteLineAsync(
                        $"Its requests are missing: with {SettingNames.Variable(SettingNames.EngineInMemory)} they are in memory, too. Have the user make a report."
                    );
                else if (captured.RecordsInMemory is { } memory)
                    await Console.Error.WriteLineAsync(
                        $"Its requests are missing: they are in {memory}, in memory, where Docker cannot read them. Mount a volume there, or have the user make a report."
                    );
                var options = new List<Parity.Local.Argument> { ApiOptions.Name, tag, ApiOptions.By, Environment.UserName };
                foreach (var one in parsed.GetValue(user) ?? [])
                    options.AddRange([ApiOptions.User, one]);
                if (parsed.GetValue(allUsers))
                    options.Add(ApiOptions.AllUsers);
                if (parsed.GetValue(title) is { } what)
                    options.AddRange([ApiOptions.Title, what]);
                if (parsed.GetValue(note) is { } more)
                    options.AddRange([ApiOptions.Note, more]);
                var parts = new CapsuleParts(await new Capture(shell, engine, captured).MakeAsync(options, cancellation));
                var made = file is null
                    ? await CapsuleImage.MakeAsync(engine, captured, parts, tag, cancellation)
                    : await WriteAsync(file, parts, cancellation);
                Show(made, captured, parts, isImage: file is null);
            }
        );
        return command;
    }

    private static async Task<string> WriteAsync(string file, CapsuleParts parts, CancellationToken cancellation)
    {
        await using var stream = PrivateFile.Create(file);
        try
        {
            await stream.WriteAsync(parts.Archive, cancellation);
            await stream.FlushAsync(cancellation);
            return file;
        }
        catch (Exception exception)
        {
            File.Delete(file);
            throw exception is IOException ? new CommandException($"{file} cannot be written: {exception.Message}") : exception;
        }
    }

    private static void Show(string made, CapturedContainer captured, CapsuleParts parts, bool isImage)
    {
        var index = parts.Index;
        Facts.Write("capsule", made);
        Facts.Write("title", (string)index["title"]!);
        Facts.Write("build", string.Join(", ", new[] { (string?)index["version"], (string?)index["commit"] }.OfType<string>()));
        Facts.Write(
            "image",
            string.Join(", ", new[] { captured.Reference, (string?)index["image"] }.OfType<string>().Distinct(StringComparer.Ordinal))
        );
        Facts.Write("users", string.Join(", ", index["users"]!.AsArray().Select(one => (string)one!)));
        Facts.Write("requests", Count(CapsuleNames.Requests));
        Facts.Write("items", Count(CapsuleNames.Table));
        Facts.Write("log lines", Count(CapsuleNames.Logs));
        foreach (var secret in index["redacted"]?.AsArray() ?? [])
            Facts.Write(
                "redacted",
                string.Create(CultureInfo.InvariantCulture, $"{secret!["file"]}: {secret["kind"]}, {(int)secret["count"]!} times")
            );
        AnsiConsole.WriteLine();
        Console.WriteLine($"Replay it: deploy/fitness replay {Invocation.Quote(made)}");
        if (isImage)
            Console.WriteLine($"Serve what it has, as user-1: docker run -p 127.0.0.1:10001:8080 {made}");

        string Count(string name) => parts.CountLines(name).ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]*$", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex Tag();
}
