using System.Formats.Tar;

namespace Fitness.Parity.Local;

/// <summary>Files that only their owner can read, where a system has owners.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a file.</summary>
    /// <exception cref="CommandException">It cannot be made; it may be there already.</exception>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        try
        {
            return new FileStream(path, options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path} cannot be written: {exception.Message}");
        }
    }

    /// <summary>A file in a tar archive that everybody can read.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">What is in it.</param>
    public static TarEntry OpenEntry(string name, Stream content)
    {
        var entry = Entry(TarEntryType.RegularFile, name, (0, 0), content);
        entry.Mode |= UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        return entry;
    }

    /// <summary>A file or a folder in a tar archive, for its owner alone.</summary>
    /// <param name="type">Which of both.</param>
    /// <param name="name">Its name.</param>
    /// <param name="owner">Whose it is, as numbers.</param>
    /// <param name="content">What is in a file.</param>
    public static TarEntry Entry(TarEntryType type, string name, (int User, int Group) owner, Stream? content)
    {
        var entry = new PaxTarEntry(type, name)
        {
            Uid = owner.User,
            Gid = owner.Group,
            Mode = content is null ? OwnerOnly | UnixFileMode.UserExecute : OwnerOnly,
        };
        if (content is not null)
            entry.DataStream = content;
        return entry;
    }
}
