using System.Text.Json;
using Fitness.Api.Features.EnvironmentDescription;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Startup;

/// <summary><c>describe</c>: the environment description without a server, so without what only the storage can tell.</summary>
internal static class DescribeCommand
{
    // Nothing but the document on the standard output, whatever the settings of the log.
    private const string Quiet = "--Logging:Console:LogLevel:Default=None";

    public static async Task RunAsync(string[] settings, Func<string[], WebApplication> build)
    {
        var app = build([.. settings, Quiet]);
        await using (app)
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            // The server would do this at its start; the OpenAPI document is made from the routes.
            app.UseRouting();
            app.UseEndpoints(_ => { });
            var description = await app.Services.GetRequiredService<EnvironmentReader>().DescribeProgramAsync();
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(description, EnvironmentJson.Readable.EnvironmentDescription));
        }
    }
}
