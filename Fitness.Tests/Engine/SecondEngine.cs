using Fitness.Tests.Support;

namespace Fitness.Tests.Engine;

/// <summary>An engine other than the embedded one, with nothing in it.</summary>
internal sealed class SecondEngine : IAsyncDisposable
{
    /// <summary>moto's server, https://docs.getmoto.org/en/latest/docs/server_mode.html.</summary>
    public const string Moto = "moto";

    /// <summary>Amazon's own engine, as a container.</summary>
    public const string Local = "DynamoDB Local";

    private const string Program = "moto_server";
    private BackgroundProgram? program;
    private string? container;

    private SecondEngine(Uri address) => Address = address;

    /// <summary>The engine's address.</summary>
    public Uri Address { get; }

    /// <summary>Starts it, or skips the running test and says what is missing.</summary>
    public static async Task<SecondEngine> StartAsync(string name)
    {
        var engine = new SecondEngine(FreeAddress.Find());
        if (name == Moto)
            engine.StartMoto();
        else
            await engine.StartLocalAsync();
        using var client = new HttpClient { BaseAddress = engine.Address };
        await Eventually.WaitForAsync(
            async () =>
            {
                try
                {
                    using var response = await client.GetAsync(new Uri("/", UriKind.Relative));
                    return true;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            () => $"{name} does not answer."
        );
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        if (program is not null)
            await program.DisposeAsync();
        if (container is not null)
            await Docker.RunAsync("rm", "--force", container);
    }

    private void StartMoto()
    {
        Assert.SkipUnless(Docker.IsOnPath(Program), $"There is no {Program}. Install it: pip install 'moto[server]'.");
        program = new BackgroundProgram(Program, "--host", Address.Host, "--port", $"{Address.Port}");
    }

    private async Task StartLocalAsync()
    {
        Assert.SkipUnless(
            Docker.IsOnPath("docker") && (await Docker.TryAsync("image", "inspect", DynamoDBLocal.Image)).ExitCode == 0,
            $"The Docker engine has no image {DynamoDBLocal.Image}. Pull it: docker pull {DynamoDBLocal.Image}"
        );
        container = await Docker.RunAsync([
            "run",
            "--detach",
            "--publish",
            $"{Address.Authority}:{DynamoDBLocal.Port}",
            DynamoDBLocal.Image,
            .. DynamoDBLocal.Arguments,
            DynamoDBLocal.InMemory,
        ]);
    }
}
