using Fitness.Tests.Support;

namespace Fitness.Tests.Deploy;

/// <summary><c>fitness capture</c> before it has anything, with a fake of Docker's command line.</summary>
public sealed class CaptureTests
{
    private const string Secret = "a-key-0123456789abcdef";
    public const string Refusal =
        "Nothing was captured: Whose data? 3 users have recorded requests. Name them with --user, or take all with --all-users.";

    private const string Container = $$$"""
        [{"Id":"captured","Name":"/api","Image":"sha256:exact","State":{"Running":true,"Status":"running"},"Mounts":[
          {"Type":"volume","Name":"recording","Destination":"/recording"},{"Type":"bind","Source":"/home/me/.aws","Destination":"/aws"}],
          "Config":{"WorkingDir":"/app","Image":"ghcr.io:443/acme/fitness:1.0@sha256:digest","Entrypoint":["/app/Fitness.Api"],
          "Env":["PATH=/bin","Engine__DataPath=/data","Recording__Path=/recording","ASPNETCORE_ENVIRONMENT=Test","Parity__Key={{{Secret}}}","DOCKER_HOST=tcp://elsewhere","LINES_OF=one\ntwo"]}}]
        """;

    private const string Image =
        """[{"Id":"sha256:exact","Config":{"User":"1654:1654","Env":["PATH=/bin","ASPNETCORE_ENVIRONMENT=Development","Engine__DataPath=/data","Recording__Path=/recording"]}}]""";

    [Fact]
    public async Task Without_Docker_it_says_so()
    {
        var (exitCode, error, _) = await FakeDocker.RunAsync(Folders.Create(), "capture", "api");
        Assert.Equal(1, exitCode);
        Assert.StartsWith("fitness capture: docker cannot be run:", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_that_is_not_there_is_named()
    {
        var (exitCode, error, _) = await FakeDocker.RunAsync(FakeDocker.Create(), "capture", "api");
        Assert.Equal((1, "fitness capture: Error: No such container: api"), (exitCode, error));
    }

    [Fact]
    public async Task What_is_not_Fitness_is_not_captured()
    {
        var (exitCode, error, calls) = await FakeDocker.RunAsync(
            FakeDocker.Create("""[{"Id":"x","Image":"y","Config":{"Entrypoint":["/nginx"]}}]"""),
            "capture",
            "proxy"
        );
        Assert.Equal((1, "fitness capture: The container proxy is not Fitness: it runs /nginx."), (exitCode, error));
        Assert.Equal(["inspect --type container -- proxy"], calls);
    }

    [Theory]
    [InlineData("--name is 'a b'", "--name", "a b")]
    [InlineData("is there already", "--output", "/proc/self/status")]
    public async Task A_name_that_cannot_be_used_is_refused_before_anything_else(string text, params string[] options)
    {
        var (exitCode, error, calls) = await FakeDocker.RunAsync(FakeDocker.Create(Container, Image), ["capture", "api", .. options]);
        Assert.Equal(1, exitCode);
        Assert.Contains(text, error, StringComparison.Ordinal);
        Assert.Empty(calls);
    }

    [Fact]
    public async Task A_database_that_stands_still_is_named()
    {
        var paused = Container
            .Replace("\"running\"", "\"paused\"", StringComparison.Ordinal)
            .Replace("ENVIRONMENT=Test", "ENVIRONMENT=Development", StringComparison.Ordinal);
        var (exitCode, error, calls) = await FakeDocker.RunAsync(FakeDocker.Create(paused, Image), "capture", "api", "--user", "me");
        Assert.Equal((1, "fitness capture: api is paused, and its database with it; docker unpause it first."), (exitCode, error));
        Assert.DoesNotContain(calls, call => call.StartsWith("create", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_ends_again_and_again_is_to_be_stopped_first()
    {
        var restarting = Container.Replace("\"Status\":\"running\"", "\"Status\":\"restarting\"", StringComparison.Ordinal);
        var (exitCode, error, calls) = await FakeDocker.RunAsync(FakeDocker.Create(restarting, Image), "capture", "api", "--user", "me");
        Assert.Equal(
            (
                1,
                "fitness capture: api ends and is started again and again, and what it has recorded changes meanwhile; docker stop it first."
            ),
            (exitCode, error)
        );
        Assert.DoesNotContain(calls, call => call.StartsWith("create", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/state/recording/", "/state/recording", "/state/")]
    [InlineData("/state//x/../recording", "/state/recording", "/state/")]
    [InlineData("kept/recording", "/app/kept/recording", "/app/kept/")]
    [InlineData("/recording", "/recording", "/")]
    public async Task Its_records_are_found_however_their_folder_is_written(string folder, string from, string to)
    {
        var container = Container.Replace("Recording__Path=/recording", $"Recording__Path={folder}", StringComparison.Ordinal);
        var (_, _, calls) = await FakeDocker.RunAsync(FakeDocker.Create(container, Image), "capture", "api", "--user", "me");
        Assert.Contains($"cp captured:{from} -", calls);
        Assert.Contains(calls, call =>
            call.StartsWith("cp - fitness-", StringComparison.Ordinal) && call.EndsWith($":{to}", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Records_in_memory_are_named()
    {
        var inMemory = Container.Replace(
            "\"Mounts\":[",
            "\"HostConfig\":{\"Tmpfs\":{\"/recording\":\"\"}},\"Mounts\":[",
            StringComparison.Ordinal
        );
        var (_, error, _) = await FakeDocker.RunAsync(FakeDocker.Create(inMemory, Image), "capture", "api", "--user", "me");
        Assert.StartsWith("Its requests are missing: they are in /recording, in memory", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_captured_unnamed_and_what_was_made_beside_is_removed()
    {
        var folder = FakeDocker.Create(Container, Image);
        var (exitCode, error, calls) = await FakeDocker.RunAsync(folder, "capture", "api", "--name", "bug");
        Assert.Equal(
            (1, $"Left out: LINES_OF, which has more than a line, or too long a one.\nfitness capture: {Refusal}"),
            (exitCode, error)
        );
        var create = calls.Single(call => call.StartsWith("create", StringComparison.Ordinal));
        var beside = create.Split(' ')[4];
        Assert.Equal(
            $"create --env-file /dev/stdin --name {beside} --label fitness.temporary --interactive --log-driver none --no-healthcheck --network container:captured --volume /recording --volume /home/me/.aws:/aws:ro sha256:exact capture --logs --live --name bug",
            create[..^(" --by ".Length + Environment.UserName.Length)]
        );
        Assert.Equal($"rm --force --volumes {beside}", calls[^1]);
        Assert.DoesNotContain(calls, call =>
            call.StartsWith("pause", StringComparison.Ordinal) || call.Contains(Secret, StringComparison.Ordinal)
        );
        // It gets the values all the same, and Docker's own command line none that it would follow.
        Assert.Equal(
            ["ASPNETCORE_ENVIRONMENT=Test", $"Parity__Key={Secret}", "DOCKER_HOST=tcp://elsewhere", "host:"],
            await File.ReadAllLinesAsync(Path.Combine(folder, "given"), TestContext.Current.CancellationToken)
        );
    }
}
