using System.Text.Json;
using Fitness.Parity.Local;

namespace Fitness.Cli;

/// <summary>The AWS CLI, with the user's own profile and region.</summary>
/// <param name="shell">Runs it.</param>
internal sealed class Aws(Shell shell)
{
    /// <summary>The program's name.</summary>
    public const string Program = Programs.Aws;

    /// <summary>Runs a read-only command.</summary>
    /// <exception cref="CommandException">AWS refused; the message has the reason.</exception>
    public async Task<JsonElement> ReadAsync(CancellationToken cancellation, params Argument[] arguments)
    {
        var (exitCode, output, error) = await shell.ReadAsync(new Invocation(Program, [.. arguments, "--output", "json"]), cancellation);
        if (exitCode != 0)
            throw new CommandException(error);
        return JsonDocument.Parse(output).RootElement;
    }

    /// <summary>Finds a stack; null if none has that name.</summary>
    public async Task<Stack?> FindStackAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var stack = (await ReadAsync(cancellation, "cloudformation", "describe-stacks", "--stack-name", name)).GetProperty("Stacks")[0];
            return new Stack(name, stack.GetProperty("StackStatus").GetString()!, Pairs(stack, "Outputs", "OutputKey", "OutputValue"));
        }
        catch (CommandException exception) when (exception.Message.Contains("does not exist", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static Dictionary<string, string> Pairs(JsonElement stack, string list, string key, string value) =>
        stack.TryGetProperty(list, out var items)
            ? items
                .EnumerateArray()
                .ToDictionary(
                    item => item.GetProperty(key).GetString()!,
                    item => item.GetProperty(value).GetString()!,
                    StringComparer.Ordinal
                )
            : [];
}

/// <summary>A stack as CloudFormation describes it.</summary>
internal sealed record Stack(string Name, string Status, IReadOnlyDictionary<string, string> Outputs)
{
    /// <summary>Whether the stack is left over from a failed creation.</summary>
    public bool IsRemains => Status is "ROLLBACK_COMPLETE" or "ROLLBACK_FAILED" or "REVIEW_IN_PROGRESS";
}
