using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Fitness.AppHost;
using Fitness.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Fitness.Tests.AppHost;

/// <summary>
/// An image that is started like DynamoDB Local's but contains the embedded engine. It tests an engine in a container where no registry
/// can be reached, but not DynamoDB Local itself.
/// </summary>
internal static class FakeDynamoDBLocal
{
    private const int TagDigits = 12;
    private const string Shell = "/bin/busybox";
    private const string Remedy = "On Debian: apt-get install busybox-static.";

    // The options that the AppHost gives to DynamoDB Local; only the data folder has an effect.
    private const string Start = """
        #!/bin/sh
        set -- "$@" end
        data=
        while [ "$1" != end ]; do
          [ "$1" != -dbPath ] || data="--db-path $2/fitness.db"
          shift
        done
        exec /dynoxide serve --host 0.0.0.0 --port 8000 $data
        """;

    private const string End = """
        #!/bin/sh
        echo nothing to do here
        exit 3
        """;

    private static readonly Lazy<Task<(string? Image, string? Problem)>> Serving = new(() => TryMakeAsync(Start));
    private static readonly Lazy<Task<(string? Image, string? Problem)>> Ending = new(() => TryMakeAsync(End));

    /// <summary>Creates the image, or skips the running test and says what to do.</summary>
    /// <returns>Its name, which says that it is a fake.</returns>
    public static Task<string> MakeAsync() => MakeAsync(Serving);

    /// <summary>The same for an image whose container ends at once, with an output.</summary>
    public static Task<string> MakeEndingAsync() => MakeAsync(Ending);

    private static async Task<string> MakeAsync(Lazy<Task<(string? Image, string? Problem)>> image)
    {
        RequireContainers();
        EmbeddedAppHost.RequireEngine();
        Assert.SkipUnless(File.Exists(Shell), $"The fake of DynamoDB Local needs a shell that stands alone. {Remedy}");
        var (name, problem) = await image.Value;
        Assert.SkipWhen(name is null, problem ?? "");
        return name!;
    }

    // The tag is made of the content: there is one image however often the tests run, and no two checkouts share a changed one.
    private static async Task<(string? Image, string? Problem)> TryMakeAsync(string start)
    {
        var archive = Path.Combine(Folders.Create(), "root.tar");
        await using (var tar = new TarWriter(File.Create(archive), TarEntryFormat.Pax))
        {
            await AddAsync(tar, "dynoxide", File.OpenRead(Machine().EngineBinary()!));
            await AddAsync(tar, "bin/sh", File.OpenRead(Shell));
            await AddAsync(tar, "start", new MemoryStream(Encoding.UTF8.GetBytes(start)));
        }
        await using var content = File.OpenRead(archive);
        var image = $"fitness/fake-dynamodb-local:{Convert.ToHexStringLower(await SHA256.HashDataAsync(content))[..TagDigits]}";
        if ((await Docker.TryAsync("image", "inspect", image)).ExitCode != 0)
            await Docker.RunAsync("import", "--change", """ENTRYPOINT ["/start"]""", archive, image);
        var (exitCode, _, error) = await Docker.TryAsync("run", "--rm", "--entrypoint", "/bin/sh", image, "-c", "exit");
        return exitCode == 0 ? (image, null) : (null, $"{Shell} does not run alone in a container: {error} {Remedy}");
    }

    /// <summary>Skips the running test if Aspire cannot use a container engine.</summary>
    public static void RequireContainers()
    {
        var runtime = Machine().Containers();
        Assert.SkipWhen(
            runtime.Problem is null && runtime.Name != "docker",
            $"The tests make their images with Docker's command line, and {runtime.Name} runs here. Start Docker."
        );
        Assert.SkipWhen(
            runtime.Problem is not null,
            $"Aspire cannot use {runtime.Name}: {runtime.Problem} Start Docker in a version that it takes."
        );
    }

    private static Machine Machine() => Fitness.AppHost.Machine.Current(new ConfigurationBuilder().AddEnvironmentVariables().Build());

    private static async Task AddAsync(TarWriter tar, string name, Stream content)
    {
        await using (content)
        {
            const UnixFileMode everybody =
                UnixFileMode.UserRead
                | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead
                | UnixFileMode.GroupExecute
                | UnixFileMode.OtherRead
                | UnixFileMode.OtherExecute;
            await tar.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.RegularFile, name)
                {
                    Mode = everybody,
                    ModificationTime = DateTimeOffset.UnixEpoch,
                    DataStream = content,
                }
            );
        }
    }
}
