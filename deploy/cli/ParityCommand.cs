using System.CommandLine;
using Fitness.Parity;
using Fitness.Parity.Local;
using Argument = Fitness.Parity.Local.Argument;

namespace Fitness.Cli;

/// <summary><c>fitness parity</c>: shows the unexpected differences between two environments.</summary>
internal static class ParityCommand
{
    // 1 is a result: there is an unexpected difference.
    private const int AsExpected = 0;
    private const int Unexpected = 1;

    public static Command Create()
    {
        var a = new Argument<string>("A")
        {
            Description =
                "The first side: an address such as http://localhost:10001, an image, a saved environment description, '.': this checkout, which is built, or 'image': the image that was built of it.",
        };
        var b = new Argument<string>("B") { Description = "The second side." };
        var probe = new Option<bool>("--probe")
        {
            Description =
                $"Send the requests of {EnvironmentComparer.WorkloadFile} to both sides as well, as a user without data, and compare the answers. An image, and '.', are started for it. Elsewhere the user is the one of the token in {SideTokens.ProbeVariable}, or else of {SideTokens.Variable}.",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var markdown = new Option<bool>("--markdown") { Description = "Print Markdown." };
        var rules = new Option<string?>("--rules")
        {
            Description = $"What is compared, and what may differ; {EnvironmentComparer.RulesFile} unless given.",
        };
        var command = new Command(
            "parity",
            $"Compare two environments. An address outside Development requires a token in {SideTokens.Variable}, or with _A or _B for one side. Exit codes: 0 no unexpected difference, 1 an unexpected difference, 2 a side cannot be read."
        )
        {
            a,
            b,
            probe,
            json,
            markdown,
            rules,
        };
        command.Validators.Add(result =>
        {
            if (
                result.GetValue(probe)
                && new[] { result.GetValue(a)!, result.GetValue(b)! }.FirstOrDefault(side => !ServedSide.Serves(side)) is { } file
            )
                result.AddError($"--probe cannot call '{file}', which is a file.");
            if (result.GetValue(json) && result.GetValue(markdown))
                result.AddError("Say --json or --markdown, not both.");
        });
        command.WithAction(
            async (parsed, cancellation) =>
            {
                var comparison = await Comparer(new Shell(Checkout.Current))
                    .CompareAsync(parsed.GetValue(a)!, parsed.GetValue(b)!, parsed.GetValue(probe), parsed.GetValue(rules), cancellation);
                if (parsed.GetValue(json))
                    ParityReport.WriteJson(Console.Out, comparison);
                else if (parsed.GetValue(markdown))
                    ParityReport.WriteMarkdown(Console.Out, comparison);
                else
                    ParityTables.Write(comparison);
                return comparison.IsAsExpected ? AsExpected : Unexpected;
            },
            ExitCodes.Unreadable
        );
        return command;
    }

    /// <summary>A step of another command, which it stops if there is an unexpected difference.</summary>
    /// <exception cref="CommandException">There is an unexpected difference; it has been printed.</exception>
    public static async Task RequireAsync(Shell shell, Argument a, Argument b, string remedy, CancellationToken cancellation)
    {
        if (shell.IsDry)
        {
            Console.WriteLine(new Invocation("deploy/fitness", "parity", a, b));
            return;
        }
        try
        {
            var comparison = await Comparer(shell).CompareAsync(a.Value, b.Value, probe: false, rulesFile: null, cancellation);
            ParityTables.Write(comparison);
            if (comparison.IsAsExpected)
                return;
        }
        catch (CommandException exception)
        {
            throw new CommandException($"{exception.Message} {remedy}");
        }
        throw new CommandException($"{a.Value} and {b.Value} have unexpected differences. {remedy}");
    }

    private static EnvironmentComparer Comparer(Shell shell) => new(shell, SideTokens.OfEnvironment, TimeProvider.System);
}
