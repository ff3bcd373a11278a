using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fitness.Parity.Local;

namespace Fitness.Cli;

/// <summary>A container of Fitness, as Docker describes it.</summary>
/// <param name="engine">Docker.</param>
/// <param name="described">The container.</param>
/// <param name="image">The image that it runs, or ran.</param>
internal sealed partial class CapturedContainer(DockerEngine engine, JsonNode described, JsonNode image)
{
    private static readonly string[] StateFields = ["Status", "ExitCode", "OOMKilled", "Error", "StartedAt", "FinishedAt"];
    private static readonly string[] LimitFields =
    [
        "Memory",
        "MemorySwap",
        "NanoCpus",
        "CpuShares",
        "CpuQuota",
        "CpusetCpus",
        "PidsLimit",
        "ReadonlyRootfs",
        "CapDrop",
        "CapAdd",
        "SecurityOpt",
        "Tmpfs",
        "RestartPolicy",
    ];
    private static readonly string[] EngineFields =
    [
        "ServerVersion",
        "OperatingSystem",
        "KernelVersion",
        "Architecture",
        "NCPU",
        "MemTotal",
        "Driver",
        "CgroupVersion",
        "SecurityOptions",
    ];

    private readonly Dictionary<string, string> variables = Pairs(described["Config"]);
    private readonly Dictionary<string, string> imageVariables = Pairs(image["Config"]);

    /// <summary>The container's id.</summary>
    public string ContainerId { get; } = (string)described["Id"]!;

    /// <summary>The exact image.</summary>
    public string ImageId { get; } = (string)described["Image"]!;

    /// <summary>The user as which it runs, as numbers; root if it is none.</summary>
    public (int User, int Group) Owner { get; } = OwnerOf((string?)image["Config"]?["User"]);

    /// <summary>Whether it runs.</summary>
    public bool IsRunning { get; } = (string?)described["State"]?["Status"] is "running" or "paused";

    /// <summary>Whether it ends again and again: what is copied of it could change meanwhile.</summary>
    public bool IsRestarting { get; } = (string?)described["State"]?["Status"] == "restarting";

    /// <summary>The folder of what is recorded.</summary>
    public string Recording => Folder(SettingNames.RecordingPath);

    /// <summary>The folder of the embedded engine's data.</summary>
    public string Data => Folder(SettingNames.EngineDataPath);

    /// <summary>Whether it has its database inside.</summary>
    public bool HasEngine =>
        EnvironmentNames.Development.Equals(Value(SettingNames.Environment), StringComparison.OrdinalIgnoreCase)
        && string.IsNullOrEmpty(Value(SettingNames.Endpoint));

    /// <summary>The variables that the image does not have itself.</summary>
    public Dictionary<string, string?> OwnVariables =>
        variables
            .Where(variable => imageVariables.GetValueOrDefault(variable.Key) != variable.Value)
            .ToDictionary(variable => variable.Key, string? (variable) => variable.Value, StringComparer.Ordinal);

    /// <summary>The settings among its arguments.</summary>
    public IReadOnlyList<string> Settings => [.. Texts(described["Config"]?["Cmd"]).SkipWhile(argument => argument is "serve")];

    /// <summary>The first of its networks.</summary>
    public string? Network => (described["NetworkSettings"]?["Networks"] as JsonObject)?.Select(network => network.Key).FirstOrDefault();

    /// <summary>The hosts that it knows by itself: Docker's options.</summary>
    public IEnumerable<Argument> HostOptions =>
        Texts(described["HostConfig"]?["ExtraHosts"]).SelectMany(host => new Argument[] { "--add-host", host });

    /// <summary>What it mounts beside what is copied, such as credentials, for reading: Docker's options.</summary>
    public IEnumerable<Argument> MountOptions =>
        from mount in (described["Mounts"] as JsonArray ?? []).OfType<JsonObject>()
        where (string?)mount["Type"] is "volume" or "bind"
        let target = (string?)mount["Destination"]
        let source = (string?)mount["Type"] == "volume" ? (string?)mount["Name"] : (string?)mount["Source"]
        where source is not null && target is not null
        // Of a folder that is copied, or with what is copied in it, only the place, which the image may not have.
        let isPlace = IsBelow(Recording, target) || IsBelow(Data, target)
        where isPlace || !(IsBelow(target, Recording) || IsBelow(target, Data))
        let volume = isPlace ? target : $"{source}:{target}:ro"
        from argument in new Argument[] { "--volume", volume }
        select argument;

    /// <summary>As whom it runs, if that is not as its image says: Docker's options.</summary>
    public IEnumerable<Argument> UserOptions =>
        (string?)described["Config"]?["User"] is { Length: > 0 } user && user != (string?)image["Config"]?["User"] ? ["--user", user] : [];

    /// <summary>Finds it.</summary>
    /// <exception cref="CommandException">There is none of this name, or it is not Fitness.</exception>
    public static async Task<CapturedContainer> FindAsync(DockerEngine engine, string name, CancellationToken cancellation)
    {
        var container = await engine.InspectAsync("container", name, cancellation);
        var program = Texts(container["Config"]?["Entrypoint"]).FirstOrDefault();
        if (program != ApiProgram.PathInImage)
            throw new CommandException($"The container {name} is not Fitness: it runs {program ?? "something else"}.");
        return new CapturedContainer(engine, container, await engine.InspectAsync("image", (string)container["Image"]!, cancellation));
    }

    /// <summary>What it was run from, as whoever ran it wrote it.</summary>
    public string? Reference => (string?)described["Config"]?["Image"];

    /// <summary>The name under which its image is known, without tag and digest.</summary>
    public string Repository
    {
        get
        {
            var known = Texts(image["RepoTags"]).Concat(Texts(image["RepoDigests"])).Prepend(Reference ?? "");
            return known.Select(one => RepositoryName().Match(one)).FirstOrDefault(match => match.Success && match.Value != "sha256")?.Value
                ?? "fitness/api";
        }
    }

    /// <summary>The address of its embedded engine, from inside.</summary>
    /// <exception cref="CommandException">It does not run.</exception>
    public async Task<string> EngineAddressAsync(CancellationToken cancellation)
    {
        var processes = await engine.RunAsync(cancellation, "top", ContainerId);
        return EnginePort().Match(processes) is { Success: true } port
            ? $"http://{EngineProgram.Host}:{port.Groups[1].Value}"
            : throw new CommandException("Its database does not run: wait until it has started, or stop the container.");
    }

    /// <summary>Whether its database stands still.</summary>
    public bool IsPaused => (string?)described["State"]?["Status"] == "paused" && HasEngine;

    /// <summary>Whether its data is in memory, and its records with it.</summary>
    public bool IsInMemory => HasEngine && bool.TryParse(Value(SettingNames.Variable(SettingNames.EngineInMemory)), out var isOn) && isOn;

    /// <summary>The folder in memory in which its records lie, where Docker cannot read them; null if they are elsewhere.</summary>
    public string? RecordsInMemory =>
        (described["HostConfig"]?["Tmpfs"] as JsonObject ?? [])
            .Select(one => one.Key)
            .Concat(
                (described["Mounts"] as JsonArray ?? [])
                    .OfType<JsonObject>()
                    .Where(mount => (string?)mount["Type"] == "tmpfs")
                    .Select(mount => (string)mount["Destination"]!)
            )
            .FirstOrDefault(folder => IsBelow(Recording, folder));

    /// <summary>What is known of it, without the value of any variable.</summary>
    public async Task<JsonObject> DescribeAsync(CancellationToken cancellation)
    {
        var info = JsonNode.Parse(await engine.RunAsync(cancellation, "info", "--format", "{{json .}}"))!;
        var changed = (await engine.RunAsync(cancellation, "diff", ContainerId))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.Split(' ', 2) is [_, var path] && !new[] { Recording, Data, "/tmp" }.Any(folder => IsBelow(path, folder)));
        return new JsonObject
        {
            ["id"] = ContainerId,
            ["name"] = ((string?)described["Name"])?.TrimStart('/'),
            ["image"] = new JsonObject
            {
                ["id"] = ImageId,
                ["reference"] = Reference,
                ["repository"] = Repository,
                ["digests"] = image["RepoDigests"]?.DeepClone(),
            },
            ["state"] = Only(described["State"], StateFields),
            // Of one that has stopped it says that nobody answers.
            ["health"] = IsRunning ? described["State"]?["Health"]?["Status"]?.DeepClone() : null,
            ["restarts"] = described["RestartCount"]?.DeepClone(),
            ["limits"] = Only(described["HostConfig"], LimitFields),
            // Its options can have tokens in them.
            ["logDriver"] = described["HostConfig"]?["LogConfig"]?["Type"]?.DeepClone(),
            ["variables"] = new JsonArray([.. OwnVariables.Keys.Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]),
            ["changed"] = new JsonArray([.. changed.Select(line => JsonValue.Create(line))]),
            ["engine"] = Only(info, EngineFields),
        };
    }

    /// <summary>The last lines of its log, both streams in the order of their times.</summary>
    public async Task<IReadOnlyList<string>> LogAsync(int lines, Shell shell, CancellationToken cancellation)
    {
        var (exitCode, output, error) = await shell.ReadAsync(
            new Invocation(Programs.Docker, "logs", "--timestamps", "--tail", lines.ToString(CultureInfo.InvariantCulture), ContainerId),
            cancellation
        );
        return exitCode == 0
            ?
            [
                .. $"{output}\n{error}"
                    .Split('\n')
                    .Where(line => line.Length > 0)
                    .OrderBy(line => line.Split(' ')[0], StringComparer.Ordinal),
            ]
            : [$"The log cannot be read: {error}"];
    }

    // The image sets both. As the service understands them, which runs in the working directory.
    private string Folder(string setting)
    {
        if (Value(SettingNames.Variable(setting)) is not { Length: > 0 } folder)
            throw new CommandException($"The container has no {SettingNames.Variable(setting)}, which the image of Fitness sets.");
        var from = folder.StartsWith('/') ? "" : (string?)described["Config"]?["WorkingDir"];
        var names = new List<string>();
        foreach (var name in $"{from}/{folder}".Split('/').Where(name => name is not ("" or ".")))
        {
            if (name != "..")
                names.Add(name);
            else if (names.Count > 0)
                names.RemoveAt(names.Count - 1);
        }
        return $"/{string.Join('/', names)}";
    }

    // As the service reads them: an argument before a variable, in any case.
    private string? Value(string name)
    {
        var given = Texts(described["Config"]?["Cmd"]).ToList();
        for (var index = given.Count - 1; index >= 0; index--)
        {
            var pair = given[index].TrimStart('-', '/').Split('=', 2);
            if (!SettingNames.Variable(pair[0]).Equals(name, StringComparison.OrdinalIgnoreCase))
                continue;
            if ((pair.Length > 1 ? pair[1] : given.ElementAtOrDefault(index + 1)) is { } value)
                return value;
        }
        return variables.LastOrDefault(variable => variable.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
    }

    private static bool IsBelow(string path, string folder) =>
        path == folder || path.StartsWith($"{folder.TrimEnd('/')}/", StringComparison.Ordinal);

    private static JsonObject Only(JsonNode? node, string[] fields) =>
        new(fields.Select(field => KeyValuePair.Create($"{char.ToLowerInvariant(field[0])}{field[1..]}", node?[field]?.DeepClone())));

    private static IEnumerable<string> Texts(JsonNode? list) => (list as JsonArray ?? []).Select(text => (string)text!);

    private static Dictionary<string, string> Pairs(JsonNode? config) =>
        Texts(config?["Env"]).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[^1], StringComparer.Ordinal);

    private static (int, int) OwnerOf(string? user) =>
        user?.Split(':') is [var id, .. var group] && int.TryParse(id, CultureInfo.InvariantCulture, out var number)
            ? (number, int.TryParse(group.FirstOrDefault(), CultureInfo.InvariantCulture, out var other) ? other : number)
            : (0, 0);

    [GeneratedRegex("^[^@]+?(?=@|:[^:/]+$|$)", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex RepositoryName();

    [GeneratedRegex(@"--port (\d+)", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex EnginePort();
}
