using System.Diagnostics;

namespace Fitness.AppHost;

/// <summary>A command in the dashboard that compares the running API with another environment.</summary>
internal static class ParityCommand
{
    /// <summary>Its name.</summary>
    public const string Name = "parity";

    private const string Side = "side";
    private const string Token = "token";
    private const string Project = "deploy/cli";

    public static IResourceBuilder<T> WithParity<T>(this IResourceBuilder<T> api) where T : IResourceWithEndpoints =>
        api.WithCommand(Name, "Compare with another environment", context => CompareAsync(api, context), new CommandOptions
        {
            Description = "Says in what this API differs from another that it is not expected to differ in.",
            IconName = "BranchCompare",
            Arguments =
            [
                new InteractionInput { Name = Side, Label = "With", Description = "The image that was built of this checkout, another image, a saved description, or an address such as QA's.", InputType = InputType.Text, Required = true, Value = ParityCommandLine.BuiltImage },
                new InteractionInput { Name = Token, Label = "Token", Description = "Outside Development: of a user with the role operators.", InputType = InputType.SecretText },
            ],
            UpdateState = context => context.ResourceSnapshot.State?.Text == KnownResourceStates.Running ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
        });

    private static async Task<ExecuteCommandResult> CompareAsync<T>(IResourceBuilder<T> api, ExecuteCommandContext context) where T : IResourceWithEndpoints
    {
        var side = context.Arguments[Side].Value ?? ParityCommandLine.BuiltImage;
        var checkout = Path.Combine(api.ApplicationBuilder.AppHostDirectory, "..");
        var token = context.Arguments[Token].Value;
        try
        {
            // First, so that a build that fails is not taken for a difference.
            var (built, log, _) = await RunAsync(checkout, null, context.CancellationToken, "build", Project);
            if (built != 0) return CommandResults.Failure(log);
            var (exitCode, report, error) = await RunAsync(checkout, token, context.CancellationToken, "run", "--no-build", "--project", Project, "--", "parity", api.GetEndpoint(FitnessModel.Http).Url, side, "--markdown");
            return exitCode switch
            {
                ParityCommandLine.AsExpected => CommandResults.Success("Nothing differs that is not expected to.", report, CommandResultFormat.Markdown, displayImmediately: true),
                ParityCommandLine.Unexpected => CommandResults.Failure("Something differs that is not expected to.", new CommandResultData { Value = report, Format = CommandResultFormat.Markdown, DisplayImmediately = true }),
                _ => CommandResults.Failure(error),
            };
        }
        catch (OperationCanceledException)
        {
            return CommandResults.Canceled();
        }
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string folder, string? token, CancellationToken cancellation, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        if (!string.IsNullOrEmpty(token)) start.Environment[ParityCommandLine.TokenVariable] = token;
        using var process = Process.Start(start)!;
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
