using System.CommandLine;

namespace Fitness.Cli;

/// <summary><c>fitness push</c>: puts the image into a registry, byte for byte.</summary>
internal static class PushCommand
{
    public static Command Create()
    {
        var repository = new Argument<string>("repository") { Description = "Where to, such as ghcr.io/acme/fitness; log in with 'docker login' first." };
        var dryRun = Actions.DryRun();
        var command = new Command("push", "Push the image that was built, and print its reference by digest.") { repository, dryRun };
        command.Does((parsed, cancellation) => new Shell(parsed.GetValue(dryRun)).RunAsync(new Invocation("deploy/image/push", parsed.GetValue(repository)!), cancellation));
        return command;
    }
}
