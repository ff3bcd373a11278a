using Aspire.Hosting.AWS.CloudFormation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fitness.AppHost;

/// <summary>
/// Ends the run when the stack cannot be provisioned or read. Aspire.Hosting.AWS 13.6 leaves the stack in a state that those who
/// wait for it never take for an end, so that the API would wait for ever.
/// </summary>
internal sealed partial class ProvisioningWatch(ICloudFormationResource stack, ResourceNotificationService notifications, IHostApplicationLifetime lifetime, ILogger<ProvisioningWatch> logger) : BackgroundService
{
    private const string Failed = "Failed to Provision";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await notifications.WaitForResourceAsync(stack.Name, Failed, stoppingToken);
        LogFailed(logger, stack.StackName, await ReasonAsync(stoppingToken));
        Environment.ExitCode = ExitCodes.Failure;
        lifetime.StopApplication();
    }

    private async Task<string> ReasonAsync(CancellationToken cancellation)
    {
        try
        {
            if (stack.ProvisioningTaskCompletionSource is { } provisioning) await provisioning.Task.WaitAsync(cancellation);
            return "The reason is in its log.";
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            return exception.Message;
        }
    }

    [LoggerMessage(LogLevel.Critical, "Stack {Stack} could not be provisioned or read: {Reason} 'aws cloudformation describe-stack-events --stack-name {Stack}' tells more. The run ends.")]
    private static partial void LogFailed(ILogger logger, string stack, string reason);
}
