using System.CommandLine;

namespace Fitness.Cli.Parity;

/// <summary><c>fitness parity</c>: says in what two environments differ that are not expected to.</summary>
internal static class ParityCommand
{
    /// <summary>The reviewed file of what may differ.</summary>
    public const string RulesFile = "deploy/parity.rules.json";

    /// <summary>The requests of <c>--probe</c>.</summary>
    public const string WorkloadFile = "deploy/parity.workload.json";

    public static Command Create()
    {
        var a = new Argument<string>("A") { Description = "The first side: an address such as http://localhost:10001, an image, a saved environment description, '.': this checkout, which is built, or 'image': the image that was built of it." };
        var b = new Argument<string>("B") { Description = "The second side." };
        var probe = new Option<bool>("--probe") { Description = $"Send the requests of {WorkloadFile} to both sides as well, as a user without data, and compare the answers. An image, and '.', are started for it. Elsewhere the user is the one of the token in {Probe.TokenVariable}, or else of {ParityCommandLine.TokenVariable}." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var markdown = new Option<bool>("--markdown") { Description = "Print Markdown." };
        var rules = new Option<string?>("--rules") { Description = $"What is compared, and what may differ; {RulesFile} unless given." };
        var command = new Command("parity", $"Compare two environments. An address outside Development wants a token in {ParityCommandLine.TokenVariable}, or with _A or _B for one side. Exit codes: 0 nothing differs unexpectedly, 1 something does, 2 a side cannot be read.")
        {
            a, b, probe, json, markdown, rules,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(probe) && new[] { result.GetValue(a)!, result.GetValue(b)! }.FirstOrDefault(side => !ServedSide.Serves(side)) is { } file) result.AddError($"--probe cannot call '{file}', which is a file.");
            if (result.GetValue(json) && result.GetValue(markdown)) result.AddError("Say --json or --markdown, not both.");
        });
        command.Does((parsed, cancellation) => CompareAsync(
            parsed.GetValue(a)!, parsed.GetValue(b)!, parsed.GetValue(probe), parsed.GetValue(rules), parsed.GetValue(json) ? ParityReport.WriteJson : parsed.GetValue(markdown) ? ParityReport.WriteMarkdown : ParityReport.WriteText, cancellation));
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
            if (await CompareAsync(a.Value, b.Value, false, null, ParityReport.WriteText, cancellation) == ParityCommandLine.AsExpected) return;
        }
        catch (CommandException exception)
        {
            throw new CommandException($"{exception.Message} {remedy}");
        }
        throw new CommandException($"{a.Value} and {b.Value} differ in what is not expected to differ. {remedy}");
    }

    private static async Task<int> CompareAsync(string a, string b, bool probe, string? rulesFile, Action<Side, Side, Comparison> write, CancellationToken cancellation)
    {
        try
        {
            return await CompareReadAsync(a, b, probe, rulesFile, write, cancellation);
        }
        // Nothing may pass for a difference, or for none, but one.
        catch (Exception exception) when (exception is not CommandException && !cancellation.IsCancellationRequested)
        {
            throw new CommandException($"{a} and {b} cannot be compared: {exception.Message.ReplaceLineEndings(" ")}", ParityCommandLine.Unreadable);
        }
    }

    private static async Task<int> CompareReadAsync(string a, string b, bool probe, string? rulesFile, Action<Side, Side, Comparison> write, CancellationToken cancellation)
    {
        var rules = ParityRules.Read(rulesFile ?? Path.Combine(Checkout.Root, RulesFile));
        var (first, second) = (await Side.ReadAsync(a, 'A', cancellation), await Side.ReadAsync(b, 'B', cancellation));
        if (probe)
        {
            var workload = Workload.Read(Path.Combine(Checkout.Root, WorkloadFile));
            foreach (var (side, letter) in new[] { (first, 'A'), (second, 'B') })
            {
                await using var served = await ServedSide.StartAsync(side.Name, cancellation);
                side.Description["probe"] = await Probe.RunAsync(served.Address, letter, workload, cancellation);
            }
        }
        var comparison = Comparison.Of(first.Description, second.Description, rules, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        write(first, second, comparison);
        return comparison.IsAsExpected ? ParityCommandLine.AsExpected : ParityCommandLine.Unexpected;
    }
}
