using Fitness.Tests.Support;

namespace Fitness.Tests.Deploy;

/// <summary><c>fitness capture</c> before it has anything, with a fake of Docker's command line.</summary>
public sealed class CaptureTests
{
    private const string Secret = "a-key-0123456789abcdef";
    private const string Refusal =
        "Nothing was captured: Whose data? 3 users have recorded requests. Name them with --user, or take all with --all-users.";

    private const string Container = $$$"""
        [{"Id":"captured","Name":"/api","Image":"sha256:exact","State":{"Running":true,"Status":"running"},"Mounts":[
          {"Type":"volume","Name":"recording","Destination":"/recording"},{"Type":"bind","Source":"/home/me/.aws","Destination":"/aws"}],
          "Config":{"Image":"ghcr.io:443/acme/fitness:1.0@sha256:digest","Entrypoint":["/app/Fitness.Api"],
          "Env":["PATH=/bin","Engine__DataPath=/data","Recording__Path=/recording","ASPNETCORE_ENVIRONMENT=Test","Parity__Key={{{Secret}}}","DOCKER_HOST=tcp://elsewhere"]}}]
        """;

    private const string Image =
        """[{"Id":"sha256:exact","Config":{"User":"1654:1654","Env":["PATH=/bin","ASPNETCORE_ENVIRONMENT=Development","Engine__DataPath=/data","Recording__Path=/recording"]}}]""";

    private const string Script = $$"""
        #!/bin/sh
        cd "$(dirname "$0")"
        echo "$@" >>calls
        case "$1" in
          inspect) cat "$3.json" 2>/dev/null || { echo "Error: No such $3: $4" >&2; exit 1; } ;;
          create) echo "beside"; echo "$Parity__Key" >given ;;
          cp) [ "$2" != "-" ] || cat >/dev/null ;;
          start) echo "{{Refusal}}" >&2; exit 1 ;;
        esac
        """;

    [Fact]
    public async Task Without_Docker_it_says_so()
    {
        var (exitCode, error, _) = await RunAsync(Folders.Create(), "api");
        Assert.Equal(1, exitCode);
        Assert.StartsWith("fitness capture: docker cannot be run:", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_that_is_not_there_is_named()
    {
        var (exitCode, error, _) = await RunAsync(Fake(), "api");
        Assert.Equal((1, "fitness capture: Error: No such container: api"), (exitCode, error));
    }

    [Fact]
    public async Task What_is_not_Fitness_is_not_captured()
    {
        var (exitCode, error, calls) = await RunAsync(Fake("""[{"Id":"x","Image":"y","Config":{"Entrypoint":["/nginx"]}}]"""), "proxy");
        Assert.Equal((1, "fitness capture: The container proxy is not Fitness: it runs /nginx."), (exitCode, error));
        Assert.Equal(["inspect --type container proxy"], calls);
    }

    [Theory]
    [InlineData("--name is 'a b'", "--name", "a b")]
    [InlineData("is there already", "--output", "/proc/self/status")]
    public async Task A_name_that_cannot_be_used_is_refused_before_anything_else(string text, params string[] options)
    {
        var (exitCode, error, calls) = await RunAsync(Fake(Container, Image), ["api", .. options]);
        Assert.Equal(1, exitCode);
        Assert.Contains(text, error, StringComparison.Ordinal);
        Assert.Empty(calls);
    }

    [Fact]
    public async Task Nobody_is_captured_unnamed_and_what_was_made_beside_is_removed()
    {
        var folder = Fake(Container, Image);
        var (exitCode, error, calls) = await RunAsync(folder, "api", "--name", "bug");
        Assert.Equal((1, $"fitness capture: {Refusal}"), (exitCode, error));
        var create = calls.Single(call => call.StartsWith("create", StringComparison.Ordinal));
        var beside = create.Split(' ')[2];
        Assert.Equal(
            $"create --name {beside} --label fitness.temporary --interactive --log-driver none --no-healthcheck --network container:captured --env ASPNETCORE_ENVIRONMENT --env Parity__Key --volume /home/me/.aws:/aws:ro sha256:exact capture --logs --live --name bug",
            create[..^(" --by ".Length + Environment.UserName.Length)]
        );
        Assert.Equal($"rm --force --volumes {beside}", calls[^1]);
        Assert.DoesNotContain(calls, call =>
            call.StartsWith("pause", StringComparison.Ordinal) || call.Contains(Secret, StringComparison.Ordinal)
        );
        // It gets the values all the same.
        Assert.Equal(Secret, (await File.ReadAllTextAsync(Path.Combine(folder, "given"), TestContext.Current.CancellationToken)).Trim());
    }

    private static async Task<(int ExitCode, string Error, string[] Calls)> RunAsync(string docker, params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The fake is a script for a POSIX shell.");
        var (exitCode, _, error) = await FitnessCli.RunAsync(
            Repository.Root,
            null,
            [("PATH", $"{docker}{Path.PathSeparator}{Tools}")],
            ["capture", .. arguments]
        );
        var calls = Path.Combine(docker, "calls");
        return (exitCode, error, File.Exists(calls) ? await File.ReadAllLinesAsync(calls, TestContext.Current.CancellationToken) : []);
    }

    // What the script needs, and no Docker.
    private static string Tools
    {
        get
        {
            var folder = Folders.Create();
            foreach (var tool in new[] { "cat", "dirname", "sh" })
                File.CreateSymbolicLink(Path.Combine(folder, tool), $"/bin/{tool}");
            return folder;
        }
    }

    private static string Fake(string? container = null, string? image = null)
    {
        var folder = Folders.Create();
        var script = Path.Combine(folder, "docker");
        File.WriteAllText(script, Script.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (container is not null)
            File.WriteAllText(Path.Combine(folder, "container.json"), container);
        if (image is not null)
            File.WriteAllText(Path.Combine(folder, "image.json"), image);
        return folder;
    }
}
