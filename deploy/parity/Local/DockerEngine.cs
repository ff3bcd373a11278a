using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;

namespace Fitness.Parity.Local;

/// <summary>The engine that the Docker CLI reaches, on this machine or on another one.</summary>
/// <param name="shell">Runs it.</param>
internal sealed class DockerEngine(Shell shell)
{
    private const string Temporary = "fitness.temporary";

    // Of Docker's command line, behind what is wrong.
    private static readonly string[] Hints = ["See '", "Run '", "Usage:"];

    /// <summary>Runs a command, and returns its output.</summary>
    /// <exception cref="CommandException">It failed; the message is Docker's.</exception>
    public async Task<string> RunAsync(CancellationToken cancellation, params Argument[] arguments)
    {
        var (exitCode, output, error) = await shell.ReadAsync(new Invocation(Programs.Docker, arguments), cancellation);
        return exitCode == 0 ? output : throw Failed(arguments, exitCode, error.Split('\n'));
    }

    /// <summary>Whether the text names one image, and nothing that Docker would take for an option.</summary>
    public static bool IsImage(string text) => !text.StartsWith('-') && (ImageReference.IsByTagOrDigest(text) || ImageReference.IsId(text));

    /// <summary>Lets the engine have an image: it pulls one that it has not.</summary>
    /// <param name="image">The image.</param>
    /// <param name="remedy">What the user can do if it cannot be had; a sentence.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="CommandException">It cannot be had; the message names it.</exception>
    public async Task HaveAsync(string image, string remedy, CancellationToken cancellation)
    {
        if (!IsImage(image))
            throw new CommandException($"{image} is no image with its tag or digest. {remedy}");
        try
        {
            var (exitCode, _, error) = await shell.ReadAsync(new Invocation(Programs.Docker, "image", "inspect", image), cancellation);
            if (exitCode == 0)
                return;
            if (ImageReference.IsId(image))
                throw new CommandException(
                    error.Contains("No such image", StringComparison.OrdinalIgnoreCase)
                        ? "it was in no registry, and this engine does not have it"
                        : error
                );
            await RunAsync(cancellation, "pull", "--quiet", image);
        }
        catch (CommandException exception)
        {
            throw new CommandException($"The image {image} cannot be had: {exception.Message.TrimEnd('.')}. {remedy}");
        }
    }

    /// <summary>Whether an image that it has runs Fitness, and sets a setting.</summary>
    /// <exception cref="CommandException">It has no such image.</exception>
    public async Task<bool> IsOfFitnessAsync(string image, string setting, CancellationToken cancellation)
    {
        var config = (await InspectAsync("image", image, cancellation))["Config"];
        return (string?)(config?["Entrypoint"] as JsonArray)?.FirstOrDefault() == ApiProgram.PathInImage
            && (config?["Env"] as JsonArray ?? []).Any(variable =>
                ((string?)variable)?.StartsWith($"{SettingNames.Variable(setting)}=", StringComparison.Ordinal) == true
            );
    }

    /// <summary>What it says of one thing.</summary>
    /// <inheritdoc cref="RunAsync(CancellationToken, Argument[])"/>
    public async Task<JsonNode> InspectAsync(string kind, string name, CancellationToken cancellation) =>
        JsonNode.Parse(await RunAsync(cancellation, "inspect", "--type", kind, "--", name))![0]!;

    /// <summary>Makes a container that goes before the command ends; a command an hour later removes one whose command was killed.</summary>
    /// <param name="given">Its variables, if it has any of its own; no command line has them.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="arguments">The arguments of <c>docker create</c>.</param>
    /// <returns>Its name.</returns>
    /// <exception cref="CommandException">It cannot be made; the message is Docker's.</exception>
    public async Task<string> CreateAsync(
        IReadOnlyDictionary<string, string?>? given,
        CancellationToken cancellation,
        params Argument[] arguments
    )
    {
        // The engine does this once at a time, and another one's is as good.
        await shell.ReadAsync(
            new Invocation(Programs.Docker, "container", "prune", "--force", "--filter", $"label={Temporary}", "--filter", "until=1h"),
            cancellation
        );
        var name = $"fitness-{Guid.NewGuid():N}";
        try
        {
            // Known by a name of ours beforehand: Docker may go on with it when its command line is stopped.
            await MakeAsync(given, ["--name", name, "--label", Temporary, .. arguments], cancellation);
            return name;
        }
        catch
        {
            await RemoveAsync(name);
            throw;
        }
    }

    // No variable is in the environment of Docker's command line, which finds its engine and its programs by its own, nor in a file that stays
    // if this process is killed.
    private async Task MakeAsync(IReadOnlyDictionary<string, string?>? variables, Argument[] arguments, CancellationToken cancellation)
    {
        if (variables is null)
        {
            await RunAsync(cancellation, ["create", .. arguments]);
            return;
        }
        foreach (var (name, _) in variables.Where(variable => !IsLine(variable)))
            await Console.Error.WriteLineAsync($"Left out: {name}, which has more than a line, or too long a one.");
        var lines = string.Concat(variables.Where(IsLine).Select(variable => $"{variable.Key}={variable.Value}\n"));
        if (OperatingSystem.IsWindows())
        {
            var path = Path.GetTempFileName();
            try
            {
                await File.WriteAllTextAsync(path, lines, cancellation);
                await RunAsync(cancellation, ["create", "--env-file", path, .. arguments]);
            }
            finally
            {
                File.Delete(path);
            }
            return;
        }
        Argument[] all = ["create", "--env-file", StandardInput(), .. arguments];
        var errors = new List<string>();
        var exitCode = await shell.TalkAsync(
            new Invocation(Programs.Docker, all),
            async (input, stop) => await input.WriteAsync(Encoding.UTF8.GetBytes(lines), stop),
            Stream.Null,
            errors.Add,
            cancellation
        );
        if (exitCode != 0)
            throw Failed(all, exitCode, errors);
    }

    private static CommandException Failed(Argument[] arguments, int exitCode, IEnumerable<string> error)
    {
        var lines = error.Where(line => line.Length > 0 && !Hints.Any(hint => line.StartsWith(hint, StringComparison.Ordinal))).ToList();
        return new CommandException(
            lines.Find(line => line.Contains("Error response from daemon:", StringComparison.Ordinal))
                ?? lines.LastOrDefault()
                ?? $"'docker {arguments[0].Value}' ended with exit code {exitCode}."
        );
    }

    /// <summary>Copies a folder, if it is there, from one container into another one, wherever they are; they need not run.</summary>
    /// <exception cref="CommandException">It cannot be copied.</exception>
    public async Task CopyAsync(string from, string to, string folder, CancellationToken cancellation)
    {
        await using var archive = CreateTemporary();
        var errors = new List<string>();
        var exitCode = await shell.TalkAsync(
            new Invocation(Programs.Docker, "cp", $"{from}:{folder}", "-"),
            (_, _) => Task.CompletedTask,
            archive,
            errors.Add,
            cancellation
        );
        if (exitCode != 0)
        {
            if (errors.Exists(line => line.Contains("Could not find", StringComparison.OrdinalIgnoreCase)))
                return;
            throw new CommandException(string.Join(' ', errors));
        }
        archive.Position = 0;
        await FillAsync(to, $"{folder[..folder.LastIndexOf('/')]}/", archive.CopyToAsync, cancellation);
    }

    /// <summary>Unpacks a tar archive in a container, with the owners and modes in it.</summary>
    /// <param name="container">The container; it need not run.</param>
    /// <param name="folder">Where; it has to be there.</param>
    /// <param name="write">Writes the archive.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="CommandException">It cannot be copied.</exception>
    public async Task FillAsync(
        string container,
        string folder,
        Func<Stream, CancellationToken, Task> write,
        CancellationToken cancellation
    )
    {
        var errors = new List<string>();
        if (
            await shell.TalkAsync(
                new Invocation(Programs.Docker, "cp", "-", $"{container}:{folder}"),
                write,
                Stream.Null,
                errors.Add,
                cancellation
            ) != 0
        )
            throw new CommandException(string.Join(' ', errors));
    }

    /// <summary>Removes a container of this tool's own, also when the tool is being stopped.</summary>
    public Task RemoveAsync(string container) =>
        shell.ReadAsync(new Invocation(Programs.Docker, "rm", "--force", "--volumes", container), CancellationToken.None);

    // As Docker reads them: of at most 64 KB.
    private static bool IsLine(KeyValuePair<string, string?> variable) =>
        !$"{variable.Key}{variable.Value}".AsSpan().ContainsAny('\r', '\n')
        && !variable.Key.StartsWith('#')
        && !variable.Key.Any(char.IsWhiteSpace)
        && variable.Value?.Length < 16_384;

    [UnsupportedOSPlatform("windows")]
    private static string StandardInput() => "/dev/stdin";

    // Only this user can read it, and it goes with this process.
    private static FileStream CreateTemporary()
    {
        var path = Path.GetTempFileName();
        var isWindows = OperatingSystem.IsWindows();
        var file = new FileStream(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.Asynchronous | (isWindows ? FileOptions.DeleteOnClose : FileOptions.None),
            }
        );
        // Windows deletes no open file.
        if (!isWindows)
            File.Delete(path);
        return file;
    }
}
