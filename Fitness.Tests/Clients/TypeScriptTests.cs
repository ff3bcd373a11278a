using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Clients;

/// <summary>What an app in TypeScript does, with the types that openapi-typescript makes of the contract, and openapi-fetch.</summary>
public sealed class TypeScriptTests(UsersFixture api, SharedEngine engine) : IClassFixture<UsersFixture>
{
    private static readonly string Folder = Repository.PathOf("artifacts", "typescript-client");

    [Fact]
    public async Task The_client_compiles_strictly_and_does_all_that_an_app_does()
    {
        await NodeJs.SkipWithoutAsync();
        // Two services, and a user who has nothing yet.
        var user = api.NewUser();
        await using var limited = new ApiFixture(engine).With("RateLimits:User:Requests", "1").With("RateLimits:User:WindowSeconds", "2");
        await limited.InitializeAsync();

        Directory.CreateDirectory(Folder);
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("Fitness.Tests", "Clients", "typescript")))
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)), overwrite: true);
        await NodeJs.RunAsync(NodeJs.Install(Folder));
        await NodeJs.RunAsync(
            NodeJs.Npm(Folder, "run", "--silent", "generate", "--", Repository.PathOf("Fitness.Tests", "OpenApi", "openapi.v1.json"))
        );
        await NodeJs.RunAsync(NodeJs.Npm(Folder, "run", "--silent", "compile"));
        await NodeJs.RunAsync(
            NodeJs
                .Npm(Folder, "test", "--silent")
                .WithEnvironmentVariables(
                    new Dictionary<string, string?>(StringComparer.Ordinal)
                    {
                        ["FITNESS_ADDRESS"] = Origin(user),
                        ["FITNESS_TOKEN"] = user.DefaultRequestHeaders.Authorization!.Parameter,
                        ["FITNESS_LIMITED_ADDRESS"] = Origin(limited.Client),
                        ["FITNESS_RECORDINGS"] = Repository.PathOf("Fitness.Tests", "Import", "Files"),
                    }
                )
        );

        static string Origin(HttpClient client) => client.BaseAddress!.GetLeftPart(UriPartial.Authority);
    }
}
