using System.Net;

namespace Fitness.Tests.Support;

/// <summary>The Distribution registry from Debian's package.</summary>
internal sealed class Registry : IAsyncDisposable
{
    private readonly BackgroundProgram program;

    private Registry(BackgroundProgram program, Uri address) => (this.program, Address) = (program, address);

    public Uri Address { get; }

    public static async Task<Registry> StartAsync()
    {
        var folder = Folders.Create();
        var address = FreeAddress.Find();
        var configuration = Path.Combine(folder, "config.yml");
        await File.WriteAllTextAsync(
            configuration,
            $"""
            version: 0.1
            log: {"{"} level: error {"}"}
            storage: {"{"} filesystem: {"{"} rootdirectory: {folder} {"}"} {"}"}
            http: {"{"} addr: {address.Authority} {"}"}
            """
        );
        var registry = new Registry(new BackgroundProgram("docker-registry", "serve", configuration), address);
        using var client = new HttpClient { BaseAddress = address };
        try
        {
            await Eventually.WaitForAsync(() => IsReadyAsync(client), () => "The registry does not answer.");
            return registry;
        }
        catch
        {
            await registry.DisposeAsync();
            throw;
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var response = await client.GetAsync("/v2/");
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync() => program.DisposeAsync();
}
