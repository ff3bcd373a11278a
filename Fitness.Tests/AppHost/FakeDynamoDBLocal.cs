using System.Formats.Tar;
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
    /// <summary>Its name, which says that it is a fake.</summary>
    public const string Image = "fitness/fake-dynamodb-local:1";

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

    /// <summary>Creates the image, or skips the running test and says what to do.</summary>
    public static async Task MakeAsync()
    {
        RequireContainers();
        EmbeddedAppHost.RequireEngine();
        Assert.SkipUnless(File.Exists(Shell), $"The fake of DynamoDB Local needs a shell that stands alone. {Remedy}");
        var archive = Path.Combine(Folders.Create(), "root.tar");
        await using (var tar = new TarWriter(File.Create(archive), TarEntryFormat.Pax))
        {
            await AddAsync(tar, "dynoxide", File.OpenRead(Machine().EngineBinary()!));
            await AddAsync(tar, "bin/sh", File.OpenRead(Shell));
            await AddAsync(tar, "start", new MemoryStream(Encoding.UTF8.GetBytes(Start)));
        }
        await Docker.RunAsync("import", "--change", """ENTRYPOINT ["/start"]""", archive, Image);
        var (exitCode, _, error) = await Docker.TryAsync("run", "--rm", "--entrypoint", "/bin/sh", Image, "-c", "exit");
        Assert.SkipWhen(exitCode != 0, $"{Shell} does not run alone in a container: {error} {Remedy}");
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
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { Mode = everybody, DataStream = content });
        }
    }
}
