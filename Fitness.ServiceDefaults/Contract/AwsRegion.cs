using System.Text.RegularExpressions;

namespace Fitness;

/// <summary>The names of AWS regions.</summary>
public static partial class AwsRegion
{
    /// <summary>Whether the text can be a region's name, such as <c>eu-central-1</c>.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    [GeneratedRegex(@"^[a-z]{2}(-[a-z]+)+-[0-9]+\z", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex Name();
}
