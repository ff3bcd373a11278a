using System.Reflection;
using System.Text.RegularExpressions;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.Requests;
using Microsoft.AspNetCore.Http.Metadata;

namespace Fitness.Api.Features.Activities;

/// <summary>An activity's id in an address. Parsing never fails, so that the response can name what is wrong.</summary>
/// <param name="Value">The id as it was sent.</param>
public sealed partial record ActivityId(string Value) : ICheckedInput, IEndpointParameterMetadataProvider
{
    /// <summary>What an id looks like, as a regular expression of ECMA-262; the excluded words are addresses of their own below <see cref="Routes.Activities"/>.</summary>
    public const string Pattern = $"^(?!(?:{Routes.BatchSegment}|{Routes.ChangesSegment}|{Routes.ImportSegment})$)[A-Za-z0-9_-]{{1,64}}$";

    /// <summary>The same in words.</summary>
    public const string Rule = $"An id has 1 to 64 characters of A-Z, a-z, 0-9, _ and -, and is not one of the words {Routes.BatchSegment}, {Routes.ChangesSegment} and {Routes.ImportSegment}.";

    ProblemResult? ICheckedInput.Problem => IsValid(Value) ? null : ProblemResult.Invalid(RequestErrors.Of("id", Rule));

    /// <summary>Takes any text for an id.</summary>
    /// <returns>Always true.</returns>
    public static bool TryParse(string? value, IFormatProvider? provider, out ActivityId result)
    {
        result = new ActivityId(value ?? "");
        return true;
    }

    /// <summary>Documents the parameter.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new PathParameter(parameter.Name!, Rule, Pattern));

    /// <summary>An id of the server: a UUID version 7, which begins with the time.</summary>
    internal static string Create(DateTimeOffset now) => Guid.CreateVersion7(now).ToString();

    // '$' would let a line feed at the end pass.
    private static bool IsValid(string value) => Regex().Match(value) is { Success: true } match && match.Length == value.Length;

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex Regex();
}
