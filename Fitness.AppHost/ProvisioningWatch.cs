using Aspire.Hosting.AWS.CloudFormation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fitness.AppHost;

/// <summary>
/// Ends the run when the stack cannot be provisioned or read. Aspire.Hosting.AWS 13.6 leaves the stack in a state that those who
/// wait for it never take for an end, so that the API, and with it the start of the AppHost, would wait for ever.
/// </summary>
internal static partial class ProvisioningWatch
{
    private const string Failed = "Failed to Provision";

    public static void StopWhenItFails(this IResourceBuilder<ICloudFormationResource> stack) =>
        stack.ApplicationBuilder.Eventing.Subscribe<BeforeStartEvent>((start, cancellation) =>
        {
            // Beside the start, which waits for the stack itself. A hosted service would begin only after it.
            _ = WatchAsync(stack.Resource, start.Services, start.Services.GetRequiredService<IHostApplicationLifetime>());
            return Task.CompletedTask;
        });

    private static async Task WatchAsync(ICloudFormationResource stack, IServiceProvider services, IHostApplicationLifetime lifetime)
    {
        try
        {
            await services.GetRequiredService<ResourceNotificationService>().WaitForResourceAsync(stack.Name, Failed, lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException)
        {
            return; // The run ends without a failure of the stack.
        }
        LogFailed(services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ProvisioningWatch)), stack.StackName, await ReasonAsync(stack));
        Environment.ExitCode = ExitCodes.Failure;
        lifetime.StopApplication();
    }

    private static async Task<string> ReasonAsync(ICloudFormationResource stack)
    {
        try
        {
            await stack.ProvisioningTaskCompletionSource!.Task;
            return "its log has the reason.";
        }
        catch (Exception exception)
        {
            return exception.Message;
        }
    }

    [LoggerMessage(LogLevel.Critical, "Stack {Stack} could not be provisioned or read: {Reason} The run ends. 'aws cloudformation describe-stack-events --stack-name {Stack}' may tell more.")]
    private static partial void LogFailed(ILogger logger, string stack, string reason);
}
