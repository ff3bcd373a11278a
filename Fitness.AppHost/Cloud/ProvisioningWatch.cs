using Aspire.Hosting.AWS.CloudFormation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Fitness.AppHost;

/// <summary>
/// Ends the run when the stack cannot be provisioned or read, or lacks an output. Aspire.Hosting.AWS 13.6 leaves the stack in a state that its
/// dependents do not recognize as final, so the API, and with it the start of the AppHost, would wait forever.
/// </summary>
internal static class ProvisioningWatch
{
    private const string Failed = "Failed to Provision";

    // The stack's dependents wait for Running, too.
    private static readonly string[] Ends = [Failed, KnownResourceStates.Running];

    public static void WithProvisioningWatch(this IResourceBuilder<ICloudFormationResource> stack, string[] outputs) =>
        stack.ApplicationBuilder.Eventing.Subscribe<BeforeStartEvent>(
            (start, cancellation) =>
            {
                // In parallel with the start, which itself waits for the stack. A hosted service would begin only after it.
                _ = WatchAsync(stack.Resource, outputs, start.Services, start.Services.GetRequiredService<IHostApplicationLifetime>());
                return Task.CompletedTask;
            }
        );

    private static async Task WatchAsync(
        ICloudFormationResource stack,
        string[] outputs,
        IServiceProvider services,
        IHostApplicationLifetime lifetime
    )
    {
        string reason;
        try
        {
            var end = await services
                .GetRequiredService<ResourceNotificationService>()
                .WaitForResourceAsync(stack.Name, Ends, lifetime.ApplicationStopping);
            if (end == Failed)
                reason = await ReasonAsync(stack);
            else if (outputs.FirstOrDefault(name => stack.Outputs?.Any(output => output.OutputKey == name) != true) is { } missing)
                reason = $"It has no output {missing}.";
            else
                return;
        }
        catch (OperationCanceledException)
        {
            return; // The run is ending for another reason.
        }
        catch (Exception exception)
        {
            reason = exception.Message; // Nobody awaits this task, but others wait for the stack.
        }
        RunFailure.Stop(
            services,
            $"Stack {stack.StackName} in {stack.AWSSDKConfig?.Region?.SystemName} cannot be used: {ContainerRuntime.ToSentence(reason)} 'aws cloudformation describe-stack-events --stack-name {stack.StackName}' may tell more."
        );
    }

    private static async Task<string> ReasonAsync(ICloudFormationResource stack)
    {
        try
        {
            await stack.ProvisioningTaskCompletionSource!.Task;
            return "Its log has the reason.";
        }
        catch (Exception exception)
        {
            // The SDK's own message may only refer to an inner exception.
            List<string> messages = [];
            for (var one = exception; one is not null; one = one.InnerException)
            {
                if (!messages.Exists(message => message.Contains(one.Message, StringComparison.Ordinal)))
                    messages.Add(one.Message);
            }
            return string.Join(' ', messages);
        }
    }
}
