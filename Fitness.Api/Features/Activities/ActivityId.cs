using System.Text.RegularExpressions;
using Fitness.Api.Web.Problems;

namespace Fitness.Api.Features.Activities;

/// <summary>An activity's id in an address. Parsing never fails, so that the answer can name what is wrong.</summary>
internal sealed partial record ActivityId(string Value) : ICheckedInput
{
    /// <summary>What an id looks like; the excluded words are addresses of their own below <c>/v1/activities</c>.</summary>
    public const string Pattern = "^(?!(?:batch|changes|import)$)[A-Za-z0-9_-]{1,64}$";

    public const string Rule = "An id has 1 to 64 characters of A-Z, a-z, 0-9, _ and -, and is not one of the words batch, changes and import.";

    public ProblemResult? Problem => IsValid(Value) ? null : ProblemResult.Invalid(RequestErrors.Of("id", Rule));

    public static bool TryParse(string? value, IFormatProvider? provider, out ActivityId result)
    {
        result = new ActivityId(value ?? "");
        return true;
    }

    /// <summary>An id of the server: a UUID version 7, which begins with the time.</summary>
    public static string Create(DateTimeOffset now) => Guid.CreateVersion7(now).ToString();

    // '$' would let a line feed at the end pass.
    private static bool IsValid(string value) => Regex().Match(value) is { Success: true } match && match.Length == value.Length;

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex Regex();
}
