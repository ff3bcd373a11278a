using System.IO.MemoryMappedFiles;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>Where the rings lie.</summary>
internal interface IRingFile : IDisposable
{
    /// <summary>Writes at a place.</summary>
    public void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Reads a stretch.</summary>
    public byte[] Read(long offset, int length);
}

/// <summary>
/// A file that only this process and its user can read, mapped into memory: a record costs no call of the system, and the system keeps it
/// when the process crashes. Its space is taken beforehand, because a mapped page that the disk has no room for would end the process.
/// </summary>
internal sealed class RingFile : IRingFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Which files of a folder they are.</summary>
    public const string Pattern = "requests-*";

    // Processes that share the folder have a file each.
    private const int MaxProcesses = 4;

    private const int HolePiece = 64 * 1024;

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;

    private RingFile(FileStream stream, long bytes)
    {
        file = MemoryMappedFile.CreateFromFile(
            stream,
            null,
            bytes,
            MemoryMappedFileAccess.ReadWrite,
            HandleInheritability.None,
            leaveOpen: false
        );
        view = file.CreateViewAccessor(0, bytes);
    }

    /// <summary>Opens the first that no other process has open; the space for all of it is taken at once.</summary>
    /// <param name="folder">Its folder, which is made if it is not there.</param>
    /// <param name="bytes">The size.</param>
    /// <exception cref="IOException">The folder cannot be written, is full, or all files are in use.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static RingFile Open(string folder, long bytes)
    {
        Directory.CreateDirectory(folder);
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(folder, $"requests-{number}");
            try
            {
                // One of another size is an older version's, or was never filled.
                var isNew = !File.Exists(path) || new FileInfo(path).Length != bytes;
                var options = new FileStreamOptions
                {
                    Mode = isNew ? FileMode.Create : FileMode.Open,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.None,
                    BufferSize = 0,
                    PreallocationSize = isNew ? bytes : 0,
                };
                if (isNew && !OperatingSystem.IsWindows())
                    options.UnixCreateMode = OwnerOnly;
                var stream = new FileStream(path, options);
                try
                {
                    if (!isNew)
                        FillHoles(stream);
                    return new RingFile(stream, bytes);
                }
                catch
                {
                    stream.Dispose();
                    throw;
                }
            }
            catch (IOException) when (number < MaxProcesses && File.Exists(path))
            {
                // Another process has it.
            }
        }
    }

    /// <summary>Deletes those that no process has open and nobody has written since.</summary>
    /// <param name="folder">Their folder.</param>
    /// <param name="limit">Since when.</param>
    public static void DeleteOld(string folder, DateTimeOffset limit)
    {
        foreach (var path in Directory.Exists(folder) ? Directory.GetFiles(folder, Pattern) : [])
        {
            try
            {
                if (File.GetLastWriteTimeUtc(path) >= limit.UtcDateTime)
                    continue;
                using var old = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A process has it, or it is another user's.
            }
        }
    }

    // A file that another has made, or that was copied, may have no space for all of its pages: writing to one of those would end the process.
    private static void FillHoles(FileStream stream)
    {
        var page = new byte[HolePiece];
        for (var at = 0L; at < stream.Length; at += page.Length)
        {
            var read = RandomAccess.Read(stream.SafeFileHandle, page, at);
            RandomAccess.Write(stream.SafeFileHandle, page.AsSpan(0, read), at);
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes) => view.SafeMemoryMappedViewHandle.WriteSpan((ulong)offset, bytes);

    public byte[] Read(long offset, int length)
    {
        var bytes = new byte[length];
        view.SafeMemoryMappedViewHandle.ReadSpan((ulong)offset, bytes.AsSpan());
        return bytes;
    }

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }
}

/// <summary>Memory, where no file can be written: what it has is lost with the process. Only what was written takes any.</summary>
/// <param name="bytes">The size.</param>
internal sealed class RingMemory(int bytes) : IRingFile
{
    // Below the size from which the collector moves no array, and frees one only with all others.
    private const int PageBytes = 16 * 1024;

    private readonly byte[]?[] pages = new byte[]?[(bytes + PageBytes - 1) / PageBytes];

    /// <param name="content">What a file had.</param>
    public RingMemory(byte[] content)
        : this(content.Length) => Write(0, content);

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var (page, at) = ((int)(offset / PageBytes), (int)(offset % PageBytes));
            var part = bytes[..Math.Min(bytes.Length, PageBytes - at)];
            if (pages[page] is not null || part.ContainsAnyExcept((byte)0))
                part.CopyTo((pages[page] ??= new byte[PageBytes]).AsSpan(at));
            offset += part.Length;
            bytes = bytes[part.Length..];
        }
    }

    public byte[] Read(long offset, int length)
    {
        var read = new byte[length];
        for (var done = 0; done < length; )
        {
            var (page, at) = ((int)((offset + done) / PageBytes), (int)((offset + done) % PageBytes));
            var count = Math.Min(length - done, PageBytes - at);
            pages[page]?.AsSpan(at, count).CopyTo(read.AsSpan(done));
            done += count;
        }
        return read;
    }

    public void Dispose()
    {
        // The memory goes with it.
    }
}
