using Fitness.Parity;
using Fitness.Parity.Local;

namespace Fitness.AppHost;

/// <summary>A dashboard command that compares the running API with another environment.</summary>
internal static class ParityCommand
{
    /// <summary>Its name.</summary>
    public const string Name = "parity";

    private const string SideInput = "side";
    private const string TokenInput = "token";

    public static IResourceBuilder<T> WithParity<T>(this IResourceBuilder<T> api)
        where T : IResourceWithEndpoints =>
        api.WithCommand(
            Name,
            "Compare with another environment",
            context => CompareAsync(api, context),
            new CommandOptions
            {
                Description = "Shows the unexpected differences between this API and another.",
                IconName = "BranchCompare",
                Arguments =
                [
                    new InteractionInput
                    {
                        Name = SideInput,
                        Label = "With",
                        Description =
                            "The image that was built of this checkout, another image, a saved description, or an address such as QA's.",
                        InputType = InputType.Text,
                        Required = true,
                        Value = SideName.BuiltImage,
                    },
                    new InteractionInput
                    {
                        Name = TokenInput,
                        Label = "Token",
                        Description = "Outside Development: of a user with the role operators.",
                        InputType = InputType.SecretText,
                    },
                ],
                UpdateState = context =>
                    context.ResourceSnapshot.State?.Text == KnownResourceStates.Running
                        ? ResourceCommandState.Enabled
                        : ResourceCommandState.Disabled,
            }
        );

    private static async Task<ExecuteCommandResult> CompareAsync<T>(IResourceBuilder<T> api, ExecuteCommandContext context)
        where T : IResourceWithEndpoints
    {
        var checkout = new Checkout(api.ApplicationBuilder.PathInCheckout());
        var (side, token) = (context.Arguments[SideInput].Value ?? SideName.BuiltImage, context.Arguments[TokenInput].Value);
        // The name of a saved description counts from the checkout, wherever the AppHost was started.
        if (Path.Combine(checkout.Root, side) is var saved && File.Exists(saved))
            side = saved;
        var comparer = new EnvironmentComparer(
            new Shell(checkout),
            new SideTokens(name =>
                name == SideTokens.Variable && !string.IsNullOrEmpty(token) ? token : Environment.GetEnvironmentVariable(name)
            ),
            TimeProvider.System
        );
        try
        {
            var comparison = await comparer.CompareAsync(
                api.GetEndpoint(FitnessModel.Http).Url,
                side,
                probe: false,
                rulesFile: null,
                context.CancellationToken
            );
            using var report = new StringWriter();
            ParityReport.WriteMarkdown(report, comparison);
            return comparison.IsAsExpected
                ? CommandResults.Success(
                    "There are no unexpected differences.",
                    report.ToString(),
                    CommandResultFormat.Markdown,
                    displayImmediately: true
                )
                : CommandResults.Failure(
                    "There are unexpected differences.",
                    new CommandResultData
                    {
                        Value = report.ToString(),
                        Format = CommandResultFormat.Markdown,
                        DisplayImmediately = true,
                    }
                );
        }
        catch (CommandException exception)
        {
            return CommandResults.Failure(exception.Message);
        }
        catch (OperationCanceledException)
        {
            return CommandResults.Canceled();
        }
    }
}
