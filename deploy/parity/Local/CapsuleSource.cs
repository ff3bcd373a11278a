using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fitness.Parity.Local;

/// <summary>Where a capsule is: a file or a folder here, or an image in the engine.</summary>
/// <param name="shell">Runs Docker.</param>
/// <param name="name">The path, or the image's name.</param>
internal sealed class CapsuleSource(Shell shell, string name) : IAsyncDisposable
{
    private const string Remedy = "Replay it on this checkout: --against .";

    private readonly DockerEngine engine = new(shell);
    private DirectoryInfo? folder;
    private string? path;

    /// <summary>Whether it is an image.</summary>
    public bool IsImage { get; } = !Path.Exists(name);

    /// <summary>Its path on this machine; an image's is copied here first, for this user alone.</summary>
    /// <exception cref="CommandException">It is neither here nor in the engine.</exception>
    public async Task<string> PathAsync(CancellationToken cancellation)
    {
        if (!IsImage)
            return Path.GetFullPath(name);
        if (path is not null)
            return path;
        var container = await engine.CreateAsync(null, cancellation, "--network", "none", await ImageAsync(cancellation));
        folder ??= Directory.CreateTempSubdirectory("fitness-capsule-");
        try
        {
            await engine.RunAsync(cancellation, "cp", $"{container}:{CapsuleNames.PathInImage}", folder.FullName);
        }
        finally
        {
            await engine.RemoveAsync(container);
        }
        var copy = Path.Combine(folder.FullName, CapsuleNames.PathInImage.TrimStart('/'));
        if (new DirectoryInfo(copy).LinkTarget is not null)
            throw new CommandException($"{name} is no capsule: its {CapsuleNames.PathInImage} is a link.");
        return path = copy;
    }

    /// <summary>The build that was captured: the capsule's own image, or the one by digest that it was made of.</summary>
    /// <exception cref="CommandException">There is no such capsule, or its image cannot be had; the message says what to do.</exception>
    public async Task<string> ImageAsync(CancellationToken cancellation)
    {
        if (IsImage && !DockerEngine.IsImage(name))
            throw new CommandException($"There is no file or folder {name}, and it is no image with its tag or digest.");
        var image = IsImage
            ? name
            : (string?)(await IndexAsync(cancellation))["image"]
                ?? throw new CommandException($"{name} names no image: the service did not run from one. {Remedy}");
        if (!IsImage && !ImageReference.IsByDigest(image) && !ImageReference.IsId(image))
            throw new CommandException($"{name} names no image by digest. {Remedy}");
        await engine.HaveAsync(image, IsImage ? "Pull or load it, or take the capsule as a file." : Remedy, cancellation);
        return image;
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
                await using var file = OpenPlain(Path.Combine(name, CapsuleNames.Index));
                return (await JsonNode.ParseAsync(file, cancellationToken: cancellation))!.AsObject();
            }
            await using var archive = await ZipFile.OpenReadAsync(name, cancellation);
            var entry = archive.GetEntry(CapsuleNames.Index)
                ?? throw new CommandException($"{name} is no capsule: it has no {CapsuleNames.Index}.");
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
            throw new CommandException(
                exception is InvalidDataException
                    ? $"{name} is no capsule: it is no ZIP archive, or a damaged one."
                    : $"{name} is no capsule that can be read: {exception.Message}"
            );
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
