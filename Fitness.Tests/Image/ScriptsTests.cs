namespace Fitness.Tests.Image;

/// <summary>What the scripts of <c>deploy/image</c> say before, while and after they work.</summary>
public sealed class ScriptsTests
{
    [Theory]
    [InlineData("build", "git dotnet skopeo docker")]
    [InlineData("build", "git dotnet skopeo docker mmdebstrap dpkg-deb", "--base", "debian")]
    [InlineData("debian", "dotnet docker mmdebstrap dpkg-deb")]
    [InlineData("push", "skopeo", "ghcr.io/acme/fitness")]
    public async Task All_that_is_missing_is_said_at_once(string script, string missing, params string[] arguments)
    {
        var folder = ScriptsFolder.Create();
        var (exitCode, output, error) = await folder.RunAsync(script, arguments);
        Assert.Equal((1, ""), (exitCode, output));
        var lines = error.Split('\n');
        Assert.Equal($"deploy/image/{script} has made nothing, because it needs:", lines[0]);
        Assert.Equal(
            missing.Split(' ').Select(program => $"- {program}. Install"),
            lines.Skip(1).Select(line => line[..(line.IndexOf("Install", StringComparison.Ordinal) + "Install".Length)])
        );
        AssertUntouched(folder);
    }

    [Theory]
    // What docker 28.2 without its plugin says.
    [InlineData(
        """*"build "*|buildx*) printf 'ERROR: BuildKit is enabled but the buildx component is missing or broken.\n       Install' >&2; exit 1 ;;""",
        "cannot. It says: ERROR: BuildKit is enabled but the buildx component is missing or broken. Install its plugin buildx: docker-buildx "
    )]
    [InlineData(
        """version*) echo 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?' >&2; exit 1 ;;""",
        "- a running Docker engine, which this user may use: https://docs.docker.com/engine/daemon/start/. It says: Cannot connect"
    )]
    [InlineData("version*) echo windows ;;", "- Docker with Linux containers; its engine is for windows.")]
    [InlineData("'image inspect sha256:probe') exit 1 ;;", "- a builder whose images reach the engine.")]
    public async Task A_Docker_that_cannot_build_is_found_out_before_anything_is_made(string docker, string expected)
    {
        var folder = await ScriptsFolder.CreateCompleteAsync(docker);
        var (exitCode, output, error) = await folder.RunAsync("build");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Equal(2, error.Split('\n').Length);
        Assert.Equal(0, folder.Calls("--file") + folder.Calls("pull"));
        AssertUntouched(folder);
    }

    [Theory]
    [InlineData(false, "not a git repository")]
    [InlineData(true, "HEAD")]
    public async Task A_folder_without_a_commit_is_refused_before_anything_is_made(bool isRepository, string reason)
    {
        var folder = await ScriptsFolder.CreateCompleteAsync();
        Directory.Delete(folder.PathOf(".git"), recursive: true);
        if (isRepository)
            await folder.GitAsync("init", "--quiet");
        var (exitCode, output, error) = await folder.RunAsync("build");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Matches($"- a clone of the repository, with a commit: .* It says: fatal: .*{reason}", error);
        AssertUntouched(folder);
    }

    [Fact]
    public async Task A_build_shows_its_steps_with_their_time_and_prints_the_image()
    {
        var folder = await ScriptsFolder.CreateCompleteAsync();
        var (exitCode, output, error) = await folder.RunAsync("build");
        Assert.True(exitCode == 0, error);
        Assert.Equal("fitness/api:1.0@sha256:new", output);
        Assert.Matches("(?m)^compile ahead of time …\ncompile ahead of time: [0-9]+ s$", error);
        Assert.EndsWith("Its record is in artifacts/image.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("the compiler's output", error, StringComparison.Ordinal);
        Assert.Contains("sha256:new", await RecordAsync(folder), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.PathOf("artifacts", "image.new")));

        (exitCode, output, error) = await folder.RunAsync("build", "--verbose");
        Assert.Equal((0, "fitness/api:1.0@sha256:new"), (exitCode, output));
        Assert.Matches("(?m)^compile ahead of time …\nthe compiler's output\ncompile ahead of time: [0-9]+ s$", error);
    }

    [Fact]
    public async Task A_step_that_fails_is_shown_in_full_and_what_was_built_before_stays()
    {
        var folder = await ScriptsFolder.CreateCompleteAsync(
            """*"--target build "*) echo 'Program.cs(1,1): error CS1002: ; expected'; exit 1 ;;"""
        );
        var (exitCode, output, error) = await folder.RunAsync("build");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Matches(
            "(?s)compile ahead of time: failed after [0-9]+ s\nProgram.cs\\(1,1\\): error CS1002: ; expected\ndeploy/image/build: 'compile ahead of time' failed. Its output is above.\nartifacts/image still has what was built before.$",
            error
        );
        Assert.Equal(0, folder.Calls("docker tag"));
        AssertUntouched(folder);
    }

    [Fact]
    public async Task What_was_built_before_comes_back_when_the_last_step_fails()
    {
        var folder = await ScriptsFolder.CreateCompleteAsync("tag*) exit 1 ;;");
        var (exitCode, output, error) = await folder.RunAsync("build");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.EndsWith("artifacts/image still has what was built before.", error, StringComparison.Ordinal);
        AssertUntouched(folder);
    }

    [Fact]
    public async Task Two_builds_in_a_checkout_are_one_after_the_other()
    {
        var folder = await ScriptsFolder.CreateCompleteAsync(
            """tag*) [ -n "$SECOND" ] || SECOND=1 deploy/image/build >&2 || echo "the second ended with $?" >&2 ;;"""
        );
        var (exitCode, output, error) = await folder.RunAsync("build", "--verbose");
        Assert.True(exitCode == 0, error);
        Assert.Equal("fitness/api:1.0@sha256:new", output);
        Assert.Contains(
            "deploy/image/build is running in this checkout already. Wait until it has ended.\nthe second ended with 1\n",
            error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_is_built_is_the_working_tree_with_what_was_added_and_without_what_was_deleted()
    {
        var folder = await ScriptsFolder.CreateCompleteAsync();
        await File.WriteAllTextAsync(folder.PathOf("gone"), "", TestContext.Current.CancellationToken);
        await folder.GitAsync("add", "gone");
        await folder.GitAsync("commit", "--quiet", "--message", "Two");
        File.Delete(folder.PathOf("gone"));
        await File.WriteAllTextAsync(folder.PathOf("added"), "", TestContext.Current.CancellationToken);
        var (exitCode, output, error) = await folder.RunAsync("build");
        Assert.True(exitCode == 0, error);
        Assert.Equal("fitness/api:1.0-dirty@sha256:new", output);
        var sources = await folder.SourcesAsync();
        Assert.Contains("added", sources);
        Assert.Contains("deploy/image/Dockerfile", sources);
        Assert.DoesNotContain("gone", sources);
        Assert.DoesNotContain("artifacts/image/release.json", sources);
    }

    [Theory]
    [InlineData("build", "--base debian", "--no-cache", "--verbose")]
    [InlineData("debian", "--renew", "--verbose")]
    [InlineData("push", "REGISTRY/OWNER/NAME")]
    public async Task Help_lists_every_option_and_needs_nothing(string script, params string[] options)
    {
        var (exitCode, output, error) = await ScriptsFolder.Create().RunAsync(script, "--help");
        Assert.Equal((0, ""), (exitCode, error));
        Assert.All(options, option => Assert.Contains(option, output, StringComparison.Ordinal));
    }

    private static void AssertUntouched(ScriptsFolder folder)
    {
        Assert.Equal(
            [folder.PathOf("artifacts", "image", "release.json")],
            Directory.EnumerateFiles(folder.PathOf("artifacts"), "*", SearchOption.AllDirectories)
        );
        Assert.False(Directory.Exists(folder.PathOf("artifacts", "image.new")));
        Assert.Equal(ScriptsFolder.Before, File.ReadAllText(folder.PathOf("artifacts", "image", "release.json")));
    }

    private static Task<string> RecordAsync(ScriptsFolder folder) =>
        File.ReadAllTextAsync(folder.PathOf("artifacts", "image", "release.json"), TestContext.Current.CancellationToken);
}
