using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fitness.Parity.Local;

/// <summary>Where a capsule is: a file or a folder here, or an image in the engine.</summary>
/// <param name="shell">Runs Docker.</param>
/// <param name="name">The path, or the image's name.</param>
internal sealed class CapsuleSource(Shell shell, string name) : IAsyncDisposable
{
    /// <summary>The folder of a capsule in its image.</summary>
    public const string PathInImage = "/capsule";

    private const string Index = "capsule.json";

    private DirectoryInfo? folder;
    private string? path;

    /// <summary>Whether it is an image.</summary>
    public bool IsImage { get; } = !Path.Exists(name);

    /// <summary>The image's name.</summary>
    public string Image => name;

    /// <summary>Its path on this machine; an image's is copied here first, for this user alone.</summary>
    /// <exception cref="CommandException">It is neither here nor in the engine.</exception>
    public async Task<string> PathAsync(CancellationToken cancellation)
    {
        if (!IsImage)
            return Path.GetFullPath(name);
        if (path is not null)
            return path;
        if (!ImageReference.IsByTagOrDigest(name) && !ImageReference.IsId(name))
            throw new CommandException($"There is no file or folder {name}, and it is no image with its tag or digest.");
        folder ??= Directory.CreateTempSubdirectory("fitness-capsule-");
        var container = await DockerAsync(cancellation, "create", "--network", "none", name);
        try
        {
            await DockerAsync(cancellation, "cp", $"{container}:{PathInImage}", folder.FullName);
        }
        finally
        {
            await shell.ReadAsync(new Invocation(Programs.Docker, "rm", "--force", "--volumes", container), CancellationToken.None);
        }
        return path = Path.Combine(folder.FullName, PathInImage.TrimStart('/'));
    }

    /// <summary>The image that it was made of, by digest.</summary>
    /// <exception cref="CommandException">It names none, or that cannot be had; the message says what to do.</exception>
    public async Task<string> OriginAsync(CancellationToken cancellation)
    {
        const string remedy = "Replay it on this checkout: --against .";
        var origin = (string?)(await IndexAsync(cancellation))["image"]
            ?? throw new CommandException($"{name} names no image: the service did not run from one. {remedy}");
        if (!ImageReference.IsByDigest(origin) && !ImageReference.IsId(origin))
            throw new CommandException($"{name} names no image by digest. {remedy}");
        if ((await shell.ReadAsync(new Invocation(Programs.Docker, "image", "inspect", origin), cancellation)).ExitCode == 0)
            return origin;
        if (ImageReference.IsId(origin))
            throw new CommandException($"The image {origin} was in no registry, and this engine does not have it. {remedy}");
        var (exitCode, _, error) = await shell.ReadAsync(new Invocation(Programs.Docker, "pull", "--quiet", origin), cancellation);
        return exitCode == 0 ? origin : throw new CommandException($"The image {origin} cannot be had: {error.Split('\n')[^1]} {remedy}");
    }

    /// <summary>Runs Docker, and returns its standard output.</summary>
    /// <exception cref="CommandException">Its exit code was not 0.</exception>
    public async Task<string> DockerAsync(CancellationToken cancellation, params Argument[] arguments)
    {
        var (exitCode, output, error) = await shell.ReadAsync(new Invocation(Programs.Docker, arguments), cancellation);
        return exitCode == 0
            ? output
            : throw new CommandException($"'docker {arguments[0].Value}' ended with exit code {exitCode}: {error.Split('\n')[^1]}");
    }

    public ValueTask DisposeAsync()
    {
        folder?.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<JsonObject> IndexAsync(CancellationToken cancellation)
    {
        try
        {
            if (Directory.Exists(name))
            {
                await using var file = OpenPlain(Path.Combine(name, Index));
                return (await JsonNode.ParseAsync(file, cancellationToken: cancellation))!.AsObject();
            }
            await using var archive = await ZipFile.OpenReadAsync(name, cancellation);
            var entry = archive.GetEntry(Index) ?? throw new CommandException($"{name} is no capsule: it has no {Index}.");
            await using var stream = await entry.OpenAsync(cancellation);
            return (await JsonNode.ParseAsync(stream, cancellationToken: cancellation))!.AsObject();
        }
        catch (Exception exception)
            when (exception
                    is IOException
                        or UnauthorizedAccessException
                        or InvalidDataException
                        or JsonException
                        or InvalidOperationException
            )
        {
            throw new CommandException($"{name} is no capsule that can be read: {exception.Message}");
        }
    }

    /// <summary>Opens a file of a capsule, which may come from anybody: a link can lead anywhere, and nobody may ever write to a pipe.</summary>
    /// <exception cref="IOException">It is a link.</exception>
    public static Stream OpenPlain(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
            throw new IOException($"{path} is a link.");
        return file.Length == 0 ? Stream.Null : file.OpenRead();
    }
}
