
namespace Fitness.Api.Web.Problems;

/// <summary>What is wrong with a request, by JSON field, query parameter or header.</summary>
internal sealed class RequestErrors
{
    private readonly Dictionary<string, List<string>> byName = new(StringComparer.Ordinal);

    public bool Any => byName.Count > 0;

    public void Add(string name, string message)
    {
        if (!byName.TryGetValue(name, out var messages)) byName[name] = messages = [];
        messages.Add(message);
    }

    public Dictionary<string, string[]> ToDictionary() =>
        byName.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);

    public static RequestErrors Of(string name, string message)
    {
        var errors = new RequestErrors();
        errors.Add(name, message);
        return errors;
    }
}

/// <summary>A parameter that binds in every case and says itself what is wrong with it.</summary>
internal interface ICheckedInput
{
    /// <summary>The answer to a request with this input, or null when it is right.</summary>
    public ProblemResult? Problem { get; }
}

internal static class CheckedInput
{
    /// <summary>Answers a request that has a wrong input before its handler runs.</summary>
    public static TBuilder WithCheckedInput<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(async (context, next) =>
        {
            foreach (var argument in context.Arguments)
            {
                if (argument is ICheckedInput { Problem: { } problem }) return problem;
            }
            return await next(context);
        });
}
