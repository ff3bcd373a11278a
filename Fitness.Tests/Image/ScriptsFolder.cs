using Fitness.Tests.Support;

namespace Fitness.Tests.Image;

/// <summary>The scripts of <c>deploy/image</c> in a small checkout, on a machine with few programs: the shell's, and those that a test adds.</summary>
internal sealed class ScriptsFolder
{
    // What every Linux machine has.
    private static readonly string[] Programs =
    [
        "bash",
        "cat",
        "cp",
        "cut",
        "date",
        "dirname",
        "env",
        "flock",
        "mkdir",
        "mktemp",
        "mv",
        "rm",
        "sed",
        "sha256sum",
        "tee",
        "touch",
    ];
    private readonly string bin = Folders.Create();

    private ScriptsFolder()
    {
        foreach (var program in Programs)
            Link(program);
        Directory.CreateDirectory(PathOf("deploy", "image"));
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("deploy", "image")))
            File.Copy(file, PathOf("deploy", "image", Path.GetFileName(file)));
        File.WriteAllText(PathOf(".gitignore"), "artifacts/\n");
        Directory.CreateDirectory(PathOf("artifacts", "image"));
        File.WriteAllText(PathOf("artifacts", "image", "release.json"), Before);
    }

    /// <summary>The record of the image that was built before.</summary>
    public const string Before = """{ "image": "built before" }""";

    /// <summary>The checkout.</summary>
    public string Root { get; } = Folders.Create();

    /// <summary>A checkout on a machine that lacks everything.</summary>
    public static ScriptsFolder Create()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The scripts are for Linux and WSL.");
        return new();
    }

    /// <summary>A checkout with a commit, on a machine that has everything; the engine, the SDK and skopeo only act as if.</summary>
    /// <param name="docker">What <c>docker</c> does differently, as branches of a <c>case</c> with its arguments.</param>
    public static async Task<ScriptsFolder> CreateCompleteAsync(string docker = "")
    {
        var folder = Create();
        folder.Link("git");
        folder.Add("dotnet", """case $1 in msbuild) echo 1.0 ;; *) echo 10.0.400 ;; esac""");
        folder.Add("skopeo", """case $1 in copy) mkdir -p artifacts/image.new/image ;; *) echo sha256:new ;; esac""");
        folder.Add(
            "docker",
            $$"""
            for argument; do case $argument in REVISION=*) echo "${argument#*=}" >"{{folder.bin}}/revision" ;; esac; done
            echo "docker $*" >>"{{folder.bin}}/calls"
            case "$*" in
              {{docker}}
              version*) echo linux ;;
              *" --quiet -") echo sha256:probe ;;
              *"--target build "*) cp /dev/stdin "{{folder.bin}}/sources"; echo "the compiler's output" ;;
              *"--target beside "*) touch artifacts/image.new/sbom.cdx.json ;;
              save*) touch artifacts/image.new/saved.tar ;;
              *image.revision*) cat "{{folder.bin}}/revision" ;;
              *RootFS*) echo '[]' ;;
            esac
            """
        );
        await folder.GitAsync("init", "--quiet");
        await folder.GitAsync("add", "--all");
        await folder.GitAsync("commit", "--quiet", "--message", "One");
        return folder;
    }

    /// <summary>A path in the checkout.</summary>
    public string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>How often <c>docker</c> was called with these arguments.</summary>
    public int Calls(string arguments) =>
        File.Exists(Path.Combine(bin, "calls"))
            ? File.ReadLines(Path.Combine(bin, "calls")).Count(call => call.Contains(arguments, StringComparison.Ordinal))
            : 0;

    /// <summary>The files that the build was given.</summary>
    public async Task<string[]> SourcesAsync() =>
        (await Docker.RunProgramAsync("tar", "--list", "--file", Path.Combine(bin, "sources"))).Output.Split('\n');

    /// <summary>Runs a script of <c>deploy/image</c>.</summary>
    public Task<(int ExitCode, string Output, string Error)> RunAsync(string script, params string[] arguments) =>
        Docker.RunProgramAsync(
            "env",
            ["--ignore-environment", $"PATH={bin}", $"HOME={bin}", PathOf("deploy", "image", script), .. arguments]
        );

    /// <summary>Runs git in the checkout.</summary>
    public async Task GitAsync(params string[] arguments)
    {
        var (exitCode, _, error) = await Docker.RunProgramAsync(
            "git",
            ["-C", Root, "-c", "user.name=Fitness", "-c", "user.email=fitness@example.com", .. arguments]
        );
        Assert.True(exitCode == 0, error);
    }

    /// <summary>Adds a program to the machine.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="body">A script for bash.</param>
    public void Add(string program, string body)
    {
        var path = Path.Combine(bin, program);
        File.WriteAllText(path, $"#!/usr/bin/env bash\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }

    /// <summary>Adds a program of the real machine.</summary>
    public void Link(string program) =>
        File.CreateSymbolicLink(
            Path.Combine(bin, program),
            (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator)
                .Select(folder => Path.Combine(folder, program))
                .First(File.Exists)
        );
}
