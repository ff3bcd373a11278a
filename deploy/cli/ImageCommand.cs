using System.CommandLine;
using Fitness.Parity.Local;
using Argument = Fitness.Parity.Local.Argument;

namespace Fitness.Cli;

/// <summary><c>fitness image</c>: builds the image and shows its record.</summary>
internal static class ImageCommand
{
    private static readonly string[] Fields = ["image", "digest", "version", "commit", "base", "created"];

    public static Command Create()
    {
        var build = new Option<string>("--base")
        {
            Description = "What to build on: the public registry's image, unless given, or one made here from Debian's packages.",
        };
        build.AcceptOnlyFromAmong("registry", "debian");
        var noCache = new Option<bool>("--no-cache") { Description = "Build everything anew." };
        var verbose = new Option<bool>("--verbose")
        {
            Description = "Show all output of the programs that build it, not only of one that fails.",
        };
        var dryRun = CommandExtensions.DryRun();
        var command = new Command("image", "Build the image of this checkout.") { build, noCache, verbose, dryRun };
        command.WithAction(
            async (parsed, cancellation) =>
            {
                var shell = new Shell(Checkout.Current, parsed.GetValue(dryRun));
                var flags = new List<Argument>();
                if (parsed.GetValue(build) is { } given)
                    flags.AddRange(["--base", given]);
                if (parsed.GetValue(noCache))
                    flags.Add("--no-cache");
                if (parsed.GetValue(verbose))
                    flags.Add("--verbose");
                await shell.RunAsync(new Invocation("deploy/image/build", [.. flags]), cancellation);
                if (shell.IsDry)
                    return;
                var release = shell.Checkout.Release!.Value;
                foreach (var name in Fields)
                    Facts.Write(name, release.GetProperty(name).GetString()!);
            }
        );
        return command;
    }
}
