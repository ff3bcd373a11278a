using System.CommandLine;
using Fitness.Parity;
using Fitness.Parity.Local;

namespace Fitness.Cli;

/// <summary><c>fitness push</c>: pushes the image to a registry, byte for byte.</summary>
internal static class PushCommand
{
    public static Command Create()
    {
        var repository = new Argument<string>("repository")
        {
            Description = "Where to, such as ghcr.io/acme/fitness; log in with 'docker login' first.",
        };
        var noParity = CommandExtensions.NoParity();
        var dryRun = CommandExtensions.DryRun();
        var command = new Command(
            "push",
            "Push the image that was built, and print its reference by digest. It has to be the image of this checkout."
        )
        {
            repository,
            noParity,
            dryRun,
        };
        command.WithAction(
            async (parsed, cancellation) =>
            {
                var shell = new Shell(Checkout.Current, parsed.GetValue(dryRun));
                if (!parsed.GetValue(noParity))
                    await ParityCommand.RequireAsync(
                        shell,
                        SideName.OfCheckout,
                        SideName.BuiltImage,
                        "Nothing was pushed. Build the image again (fitness image), or say --no-parity.",
                        cancellation
                    );
                await shell.RunAsync(new Invocation("deploy/image/push", parsed.GetValue(repository)!), cancellation);
            }
        );
        return command;
    }
}
