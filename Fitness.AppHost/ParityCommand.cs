using System.Diagnostics;

namespace Fitness.AppHost;

/// <summary>A command in the dashboard that compares the running API with another environment.</summary>
internal static class ParityCommand
{
    /// <summary>Its name.</summary>
    public const string Name = "parity";

    private const string Side = "side";
    private const string Token = "token";

    /// <summary>What <c>fitness parity</c> calls the image that was built of this checkout.</summary>
    private const string BuiltImage = "image";

    // As fitness parity ends: nothing differs unexpectedly, something does; anything else is a side that cannot be read.
    private const int AsExpected = 0;
    private const int Unexpected = 1;

    public static IResourceBuilder<T> WithParity<T>(this IResourceBuilder<T> api) where T : IResourceWithEndpoints =>
        api.WithCommand(Name, "Compare with another environment", context => CompareAsync(api, context), new CommandOptions
        {
            Description = "Says in what this API differs from another that it is not expected to differ in.",
            IconName = "BranchCompare",
            Arguments =
            [
                new InteractionInput { Name = Side, Label = "With", Description = "The image that was built of this checkout, another image, a saved description, or an address such as QA's.", InputType = InputType.Text, Required = true, Value = BuiltImage },
                new InteractionInput { Name = Token, Label = "Token", Description = "Outside Development: of a user with the role operators.", InputType = InputType.SecretText },
            ],
            UpdateState = context => context.ResourceSnapshot.State?.Text == KnownResourceStates.Running ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
        });

    private static async Task<ExecuteCommandResult> CompareAsync<T>(IResourceBuilder<T> api, ExecuteCommandContext context) where T : IResourceWithEndpoints
    {
        var side = context.Arguments[Side].Value ?? BuiltImage;
        var start = new ProcessStartInfo("dotnet", ["run", "--project", "deploy/cli", "--", "parity", api.GetEndpoint(FitnessModel.Http).Url, side, "--markdown"])
        {
            WorkingDirectory = Path.Combine(api.ApplicationBuilder.AppHostDirectory, ".."),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (context.Arguments[Token].Value is { Length: > 0 } token) start.Environment["FITNESS_TOKEN"] = token;
        using var process = Process.Start(start)!;
        try
        {
            var (report, error) = (process.StandardOutput.ReadToEndAsync(context.CancellationToken), process.StandardError.ReadToEndAsync(context.CancellationToken));
            await process.WaitForExitAsync(context.CancellationToken);
            return process.ExitCode switch
            {
                AsExpected => CommandResults.Success("Nothing differs that is not expected to.", await report, CommandResultFormat.Markdown, displayImmediately: true),
                Unexpected => CommandResults.Failure("Something differs that is not expected to.", new CommandResultData { Value = await report, Format = CommandResultFormat.Markdown, DisplayImmediately = true }),
                _ => CommandResults.Failure(await error),
            };
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return CommandResults.Canceled();
        }
    }
}
