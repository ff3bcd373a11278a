using System.Text.Json;
using Fitness.Api.Features.EnvironmentDescription;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Startup;

/// <summary><c>describe</c>: the environment description without a server, so without what only the storage can tell.</summary>
internal static class DescribeCommand
{
    // Only the document goes to standard output, whatever the logging settings: what they still ask for goes to standard error.
    private static readonly string[] Quiet =
    [
        $"--{LoggingDescription.OfCommands}:LogLevel:Default=None",
        $"--{LoggingDescription.OfCommands}:LogToStandardErrorThreshold=Trace",
    ];

    public static async Task RunAsync(string[] settings, Func<string[], WebApplication> build)
    {
        var app = build([.. settings, .. Quiet]);
        await using (app)
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            // The server would do this at startup; the OpenAPI document is generated from the routes.
            app.UseRouting();
            app.UseEndpoints(_ => { });
            var description = await app.Services.GetRequiredService<EnvironmentReader>().DescribeProgramAsync();
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(description, EnvironmentJson.Readable.EnvironmentDescription));
        }
    }
}
