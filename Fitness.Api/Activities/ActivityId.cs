using System.Text.RegularExpressions;
using Fitness.Api.Http;
using Fitness.Api.Problems;

namespace Fitness.Api.Activities;

/// <summary>An activity's id in an address: 1 to 64 characters of A-Z, a-z, 0-9, _ and -. Parsing never fails, so that the answer can name what is wrong.</summary>
internal sealed partial record ActivityId(string Value) : ICheckedInput
{
    public const string Pattern = "^[A-Za-z0-9_-]{1,64}$";

    public ProblemResult? Problem =>
        Rule().IsMatch(Value) ? null : ProblemResult.Invalid(RequestErrors.Of("id", "An id has 1 to 64 characters of A-Z, a-z, 0-9, _ and -."));

    public static bool TryParse(string? value, IFormatProvider? provider, out ActivityId result)
    {
        result = new ActivityId(value ?? "");
        return true;
    }

    /// <summary>An id of the server: a UUID version 7, which begins with the time.</summary>
    public static string Create(DateTimeOffset now) => Guid.CreateVersion7(now).ToString();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Rule();
}
