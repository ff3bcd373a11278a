using System.CommandLine;

namespace Fitness.Cli.Parity;

/// <summary><c>fitness parity</c>: says in what two environments differ that are not expected to.</summary>
internal static class ParityCommand
{
    /// <summary>The reviewed file of what may differ.</summary>
    public const string RulesFile = "deploy/parity.rules.json";

    public static Command Create()
    {
        var a = new Argument<string>("A") { Description = "The first side: an address such as http://localhost:10001, an image, a saved environment description, '.': this checkout, which is built, or 'image': the image that was built of it." };
        var b = new Argument<string>("B") { Description = "The second side." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var markdown = new Option<bool>("--markdown") { Description = "Print Markdown." };
        var rules = new Option<string?>("--rules") { Description = $"What is compared, and what may differ; {RulesFile} unless given." };
        var command = new Command("parity", $"Compare two environments. An address outside Development wants a token in {Side.TokenVariable}. Exit codes: 0 nothing differs unexpectedly, 1 something does, 2 a side cannot be read.")
        {
            a, b, json, markdown, rules,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(markdown)) result.AddError("Say --json or --markdown, not both.");
        });
        command.Does((parsed, cancellation) => CompareAsync(
            parsed.GetValue(a)!, parsed.GetValue(b)!, parsed.GetValue(rules), parsed.GetValue(json) ? ParityReport.WriteJson : parsed.GetValue(markdown) ? ParityReport.WriteMarkdown : ParityReport.WriteText, cancellation));
        return command;
    }

    /// <summary>The step of another command that stops where something differs unexpectedly.</summary>
    /// <exception cref="CommandException">Something does; it has been printed.</exception>
    public static async Task RequireAsync(Shell shell, Argument a, Argument b, string remedy, CancellationToken cancellation)
    {
        if (shell.IsDry)
        {
            Console.WriteLine(new Invocation("deploy/fitness", "parity", a, b));
            return;
        }
        try
        {
            if (await CompareAsync(a.Value, b.Value, null, ParityReport.WriteText, cancellation) == ExitCodes.Success) return;
        }
        catch (CommandException exception)
        {
            throw new CommandException($"{exception.Message} {remedy}");
        }
        throw new CommandException($"{a.Value} and {b.Value} differ in what is not expected to differ. {remedy}");
    }

    private static async Task<int> CompareAsync(string a, string b, string? rulesFile, Action<Side, Side, Comparison> write, CancellationToken cancellation)
    {
        var rules = ParityRules.Read(rulesFile ?? Path.Combine(Checkout.Root, RulesFile));
        var (first, second) = (await Side.ReadAsync(a, 'A', cancellation), await Side.ReadAsync(b, 'B', cancellation));
        var comparison = Comparison.Of(first.Description, second.Description, rules, DateOnly.FromDateTime(DateTime.UtcNow));
        write(first, second, comparison);
        return comparison.IsAsExpected ? ExitCodes.Success : ExitCodes.Failure;
    }
}
