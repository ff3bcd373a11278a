using System.Formats.Tar;
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

    // A title and a note are the longest in it.
    private const int MaxIndexBytes = 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private static readonly EnumerationOptions NotByLinks = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

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
        catch (CommandException exception) when (exception.Message.Contains("Could not find", StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandException($"{name} is no capsule: it has no {CapsuleNames.PathInImage}.");
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
            : await IndexedImageAsync(cancellation)
                ?? throw new CommandException($"{name} names no image: the service did not run from one. {Remedy}");
        if (!IsImage && !ImageReference.IsByDigest(image) && !ImageReference.IsId(image))
            throw new CommandException($"{name} names no image by digest. {Remedy}");
        await engine.HaveAsync(image, IsImage ? "Pull or load it, or take the capsule as a file." : Remedy, cancellation);
        if (IsImage && !await engine.IsOfFitnessAsync(image, SettingNames.CapsulePath, cancellation))
            throw new CommandException($"{name} is no capsule: that is an image with {SettingNames.Variable(SettingNames.CapsulePath)}.");
        return image;
    }

    /// <summary>Copies it into a container, where every user can read it.</summary>
    /// <exception cref="CommandException">It cannot be read, or copied.</exception>
    public async Task CopyIntoAsync(string container, CancellationToken cancellation)
    {
        var from = await PathAsync(cancellation);
        try
        {
            await engine.FillAsync(container, "/", WriteAsync, cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{from} is no capsule that can be read: {exception.Message}");
        }

        async Task WriteAsync(Stream input, CancellationToken stop)
        {
            var at = CapsuleNames.PathInImage.TrimStart('/');
            await using var tar = new TarWriter(input, leaveOpen: true);
            if (File.Exists(from))
                await AddAsync(from, at);
            foreach (var file in Directory.Exists(from) ? Directory.EnumerateFiles(from, "*", NotByLinks) : [])
                await AddAsync(file, $"{at}/{Path.GetRelativePath(from, file).Replace(Path.DirectorySeparatorChar, '/')}");

            async Task AddAsync(string file, string to)
            {
                await using var content = OpenPlain(file);
                await tar.WriteEntryAsync(PrivateFile.OpenEntry(to, content), stop);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        folder?.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<string?> IndexedImageAsync(CancellationToken cancellation)
    {
        try
        {
            if (Directory.Exists(name))
            {
                await using var file = OpenPlain(Path.Combine(name, CapsuleNames.Index));
                return await ImageOfAsync(file);
            }
            await using var archive = await ZipFile.OpenReadAsync(name, cancellation);
            var entry = archive.GetEntry(CapsuleNames.Index)
                ?? throw new CommandException($"{name} is no capsule: it has no {CapsuleNames.Index}.");
            await using var stream = await entry.OpenAsync(cancellation);
            return await ImageOfAsync(stream);
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

        // An archive may say that a file is small, and have it larger.
        async Task<string?> ImageOfAsync(Stream stream)
        {
            var content = new byte[MaxIndexBytes];
            var length = await stream.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellation);
            return length == content.Length ? throw new CommandException($"{name} is no capsule: its {CapsuleNames.Index} is too large.")
                : JsonNode.Parse(content.AsSpan(0, length), null, Strict) is JsonObject index ? (string?)index["image"]
                : throw new CommandException($"{name} is no capsule: its {CapsuleNames.Index} is no object.");
        }
    }

    /// <summary>Opens a file of a capsule, which may come from anybody: a link can lead anywhere, and nobody may ever write to a pipe.</summary>
    /// <exception cref="CommandException">It is a link.</exception>
    private static Stream OpenPlain(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
            throw new CommandException($"{path} is a link, and so in no capsule.");
        return file.Length == 0 ? Stream.Null : file.OpenRead();
    }
}
