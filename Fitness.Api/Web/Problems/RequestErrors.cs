namespace Fitness.Api.Web.Problems;

/// <summary>What is wrong with a request, by JSON field, query parameter or header.</summary>
public sealed class RequestErrors
{
    // Names that are told of, and messages for each: a small body can have thousands of faults, each answered with a sentence. Whoever
    // mends these is told the next ones.
    private const int MaxNames = 100;
    private const int MaxMessages = 10;
    private readonly Dictionary<string, List<string>> byName = new(StringComparer.Ordinal);

    /// <summary>Whether anything is wrong.</summary>
    public bool Any => byName.Count > 0;

    /// <summary>Adds what is wrong with a field, parameter or header; an empty name means the whole body.</summary>
    public void Add(string name, string message)
    {
        if (!byName.TryGetValue(name, out var messages))
        {
            if (byName.Count == MaxNames)
                return;
            byName[name] = messages = [];
        }
        if (messages.Count < MaxMessages)
            messages.Add(message);
    }

    /// <summary>The messages by name, as the member <c>errors</c> of problem details.</summary>
    public Dictionary<string, string[]> ToDictionary() =>
        byName.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);

    /// <summary>One error.</summary>
    public static RequestErrors Of(string name, string message)
    {
        var errors = new RequestErrors();
        errors.Add(name, message);
        return errors;
    }
}
