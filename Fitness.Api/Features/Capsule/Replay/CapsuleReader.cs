using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fitness.Api.Features.Capsule.Report;
using Fitness.Api.Settings;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>
/// Reads a capsule, which may come from anybody: names, sizes, hashes and the version of its form are checked before anything in it is used.
/// </summary>
internal static partial class CapsuleReader
{
    // All files together: more than a user's whole table in DynamoDB's JSON has ever had.
    private const long MaxBytes = 256 * 1024 * 1024;
    private const int MaxFiles = 1000;
    private static readonly string[] Used = [CapsuleNames.Requests, CapsuleNames.Table, CapsuleNames.Environment];
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads it.</summary>
    /// <param name="path">A ZIP archive, or a folder with its files.</param>
    /// <exception cref="StartException">It cannot be read; the message names the file that is wrong.</exception>
    public static CapsuleContent Read(string path)
    {
        try
        {
            return Directory.Exists(path) ? Read(path, name => ReadFile(path, name)) : ReadArchive(path);
        }
        catch (Exception exception)
            when (exception
                    is IOException
                        or UnauthorizedAccessException
                        or InvalidDataException
                        or ArgumentException
                        or NotSupportedException
            )
        {
            throw Refused(path, exception is InvalidDataException ? "It is no ZIP archive, or a damaged one." : exception.Message);
        }
    }

    private static CapsuleContent ReadArchive(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        if (archive.Entries.Count > MaxFiles)
            throw Refused(path, $"It has more than {MaxFiles} files.");
        return Read(path, name =>
        {
            var entry = archive.GetEntry(name) ?? throw Refused(path, $"It has no {name}.");
            using var stream = entry.Open();
            return ReadAll(path, name, stream);
        });
    }

    private static byte[] ReadFile(string folder, string name)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        if (!file.Exists)
            throw Refused(folder, $"It has no {name}.");
        if (file.LinkTarget is not null || file.Attributes.HasFlag(FileAttributes.Directory))
            throw Refused(folder, $"{name} is no plain file.");
        // Also a pipe's, which nobody may ever write to.
        if (file.Length == 0)
            return [];
        using var stream = file.OpenRead();
        return ReadAll(folder, name, stream);
    }

    // An archive may say that a file is small, and have it larger.
    private static byte[] ReadAll(string path, string name, Stream stream)
    {
        using var content = new MemoryStream();
        var part = new byte[81_920];
        while (stream.Read(part) is > 0 and var read)
        {
            content.Write(part, 0, read);
            if (content.Length > MaxBytes)
                throw Refused(path, $"{name} is larger than {MaxBytes / (1024 * 1024)} MB.");
        }
        return content.ToArray();
    }

    private static CapsuleContent Read(string path, Func<string, byte[]> read)
    {
        var index = ReadIndex(path, read);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var (names, bytes) = (new HashSet<string>(StringComparer.Ordinal), 0L);
        foreach (var part in index.Files)
        {
            if (!Name().IsMatch(part.Name) || part.Name.Split('/').Any(piece => piece is "" or "." or ".."))
                throw Refused(path, $"'{Readable.Value(part.Name)}' is no name of a file in it.");
            var content = read(part.Name);
            if (content.LongLength != part.Bytes || Convert.ToHexStringLower(SHA256.HashData(content)) != part.Sha256)
                throw Refused(path, $"{part.Name} is not the file that {CapsuleNames.Index} names: it was changed.");
            bytes += content.LongLength;
            if (bytes > MaxBytes)
                throw Refused(path, $"Its files are larger than {MaxBytes / (1024 * 1024)} MB.");
            if (Used.Contains(part.Name, StringComparer.Ordinal))
                files[part.Name] = content;
            if (!names.Add(part.Name))
                throw Refused(path, $"{CapsuleNames.Index} names {part.Name} twice.");
        }
        return new CapsuleContent(
            index,
            [
                .. Lines(path, CapsuleNames.Requests, files)
                    .Select((line, at) => Parsed(path, CapsuleNames.Requests, at + 1, () => CapsuleCheck.Of(CapsuleRequest.Of(line))))
                    .OrderBy(request => request.Began)
                    .Select((request, at) => request with { Number = at + 1 }),
            ],
            [.. Items(path, files)],
            Parsed(path, CapsuleNames.Environment, 1, () =>
                JsonNode.Parse(File(path, CapsuleNames.Environment, files), null, Strict) as JsonObject
            ) ?? []
        );
    }

    private static CapsuleIndex ReadIndex(string path, Func<string, byte[]> read)
    {
        var document = read(CapsuleNames.Index);
        var format = Parsed(path, CapsuleNames.Index, 1, () => (int?)(JsonNode.Parse(document, null, Strict) as JsonObject)?["format"]);
        if (format is null)
            throw Refused(path, $"Its {CapsuleNames.Index} names no 'format'.");
        if (format is < 1 or > CapsuleIndex.CurrentFormat)
            throw Refused(
                path,
                $"Its form is {format}, and this build reads form {CapsuleIndex.CurrentFormat}. Replay it on the build it was made by, or on a newer one."
            );
        return
            Parsed(path, CapsuleNames.Index, 1, () => JsonSerializer.Deserialize(document, ReportJson.Default.CapsuleIndex))
                is { Title: not null, Version: not null, Environment: not null, Users: { } users, Files: { } files } index
            && users.All(CapsuleCheck.IsUser)
            && files.All(file => file is { Name: not null, Sha256: not null })
            ? index
            : throw Refused(path, $"Its {CapsuleNames.Index} lacks 'title', 'version', 'environment', 'users' or 'files'.");
    }

    private static IEnumerable<JsonObject> Items(string path, Dictionary<string, byte[]> files)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var item in Lines(path, CapsuleNames.Table, files))
        {
            number++;
            if (!keys.Add(Parsed(path, CapsuleNames.Table, number, () => CapsuleCheck.KeyOf(item))))
                throw Refused(path, $"{CapsuleNames.Table}, line {number}, has an item that is there already.");
            yield return item;
        }
    }

    private static IEnumerable<JsonObject> Lines(string path, string name, Dictionary<string, byte[]> files)
    {
        var number = 0;
        using var reader = new StreamReader(new MemoryStream(File(path, name, files)));
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length > 0)
                yield return Parsed(path, name, number, () => JsonNode.Parse(line, null, Strict) as JsonObject)
                    ?? throw Refused(path, $"{name}, line {number}, is no object.");
        }
    }

    private static byte[] File(string path, string name, Dictionary<string, byte[]> files) =>
        files.TryGetValue(name, out var content) ? content : throw Refused(path, $"It has no {name}.");

    private static T Parsed<T>(string path, string name, int line, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception exception)
            when (exception is JsonException or FormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw Refused(path, $"{name}, line {line}, cannot be read: {exception.Message}");
        }
    }

    private static StartException Refused(string path, string reason) => new($"The capsule {path} cannot be used. {reason}");

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex Name();
}
