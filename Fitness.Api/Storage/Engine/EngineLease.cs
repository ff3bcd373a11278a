using System.Diagnostics;
using System.Globalization;

namespace Fitness.Api.Storage.Engine;

/// <summary>
/// Records which process owns an engine. The service keeps the lease file locked as long as it lives, however it ends, and
/// writes its engine's process ID into it. A lease that can be locked but names a running engine therefore belongs to an orphan:
/// the next start in the same folder stops that engine and takes over its data.
/// </summary>
internal sealed class EngineLease : IDisposable
{
    private const int ReadOnlyFileSystem = 30; // EROFS on Linux and macOS
    private const int WriteProtected = unchecked((int)0x80070013); // ERROR_WRITE_PROTECT on Windows
    private const string DataLease = "engine.lease";
    private const string MemoryLeasePrefix = "memory-";
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TakeTimeout = TimeSpan.FromMinutes(1);
    private readonly FileStream file;

    private EngineLease(FileStream file) => this.file = file;

    /// <summary>Takes the folder's lease after stopping every orphaned engine in it.</summary>
    /// <exception cref="StartException">The folder's data is in use, or the folder is not writable.</exception>
    public static EngineLease Take(EngineOptions options, Action<int> orphanStopped)
    {
        var folder = options.DataFolder;
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var path in Directory.EnumerateFiles(folder, $"*{DataLease}"))
            {
                using (var orphan = TryLock(path, FileMode.Open))
                {
                    if (orphan is null || IsBeingTaken(orphan))
                        continue;
                    if (StopOrphan(orphan) is { } id)
                        orphanStopped(id);
                }
                if (Path.GetFileName(path) != DataLease)
                    Delete(path);
            }
            var name = options.InMemory ? $"{MemoryLeasePrefix}{Environment.ProcessId}-{Guid.NewGuid():N}-{DataLease}" : DataLease;
            return new EngineLease(
                TryLockInTime(Path.Combine(folder, name))
                    ?? throw new StartException(
                        $"The data folder {folder} is in use by another Fitness. Stop that one, or set {SettingNames.Variable(SettingNames.EngineDataPath)} to another folder."
                    )
            );
        }
        catch (Exception exception)
            when (exception is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException || IsReadOnly(exception))
        {
            throw new StartException(
                $"The data folder {folder} cannot be written. Set {SettingNames.Variable(SettingNames.EngineDataPath)} to a folder that can, or {SettingNames.Variable(SettingNames.EngineInMemory)}=true.",
                exception
            );
        }
    }

    /// <summary>Records the engine's process. Writes nothing for one that has already exited: nobody has to stop it.</summary>
    public void Record(Process engine)
    {
        file.SetLength(0);
        DateTime started;
        try
        {
            started = engine.StartTime;
        }
        catch (InvalidOperationException)
        {
            return;
        }
        using var writer = new StreamWriter(file, leaveOpen: true);
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"{engine.Id} {started.ToUniversalTime().Ticks}"));
        writer.Flush();
        file.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        file.SetLength(0);
        file.Dispose();
        if (Path.GetFileName(file.Name) != DataLease)
            Delete(file.Name);
    }

    /// <summary>Deletes a lease that nobody takes again, once it is closed: Windows deletes no open file.</summary>
    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (IOException)
        {
            // Another start looks at it this moment, and deletes it.
        }
    }

    /// <summary>Another start may be looking at it this moment.</summary>
    private static FileStream? TryLockInTime(string path)
    {
        FileStream? lease = null;
        SpinWait.SpinUntil(() => (lease = TryLock(path, FileMode.OpenOrCreate)) is not null, LookTimeout);
        return lease;
    }

    /// <summary>A new lease is empty until its engine has started: its owner is about to lock it.</summary>
    private static bool IsBeingTaken(FileStream lease) =>
        lease.Length == 0 && TimeProvider.System.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(lease.Name) < TakeTimeout;

    private static FileStream? TryLock(string path, FileMode mode)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException) && !IsReadOnly(exception))
        {
            return null;
        }
    }

    /// <summary>A read-only file system has no exception type of its own.</summary>
    private static bool IsReadOnly(Exception exception) => exception is IOException { HResult: ReadOnlyFileSystem or WriteProtected };

    private static int? StopOrphan(FileStream lease)
    {
        using var reader = new StreamReader(lease, leaveOpen: true);
        var parts = reader.ReadToEnd().Split(' ');
        if (
            parts.Length != 2
            || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var id)
            || !long.TryParse(parts[1], CultureInfo.InvariantCulture, out var started)
        )
            return null;
        try
        {
            using var engine = Process.GetProcessById(id);
            // The process ID may have been reused.
            var age = engine.StartTime.ToUniversalTime().Ticks - started;
            if (Math.Abs(age) > TimeSpan.TicksPerSecond)
                return null;
            ProcessSignals.Terminate(engine);
            if (!engine.WaitForExit(StopTimeout))
                engine.Kill();
            engine.WaitForExit();
            return id;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return null; // It has already exited.
        }
    }
}
