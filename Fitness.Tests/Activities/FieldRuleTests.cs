using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;
using Fitness.Api.Features.Activities;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Activities;

/// <summary>What the contract says of a field's values, from the same attributes, holds for every field.</summary>
public sealed class FieldRuleTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_value_outside_of_a_fields_rule_is_refused_by_its_name()
    {
        var tried = new List<string>();
        foreach (var property in ActivityJson.Default.ActivityInput.Properties)
        {
            foreach (var value in WrongValues(property.AttributeProvider!.GetCustomAttributes(inherit: true)))
            {
                var activity = FullActivity.Create();
                activity[property.Name] = JsonNode.Parse(value);
                using var response = await api.Client.PostAsync(activity.ToJsonString());
                var problem = await response.ProblemAsync(400, "invalid-request");
                Assert.Equal([property.Name], problem["errors"]!.AsObject().Select(error => error.Key));
                tried.Add(property.Name);
            }
        }
        Assert.True(tried.Count > 30);
    }

    private static IEnumerable<string> WrongValues(IEnumerable<object> rules)
    {
        // No field is an array.
        yield return "[]";
        foreach (var rule in rules)
        {
            switch (rule)
            {
                case RequiredAttribute:
                    yield return "null";
                    break;
                case RangeAttribute range:
                    yield return Text(Convert.ToDecimal(range.Minimum, CultureInfo.InvariantCulture) - 1);
                    yield return Text(Convert.ToDecimal(range.Maximum, CultureInfo.InvariantCulture) + 1);
                    break;
                case StringLengthAttribute length:
                    yield return $"\"{new string('x', length.MaximumLength + 1)}\"";
                    if (length.MinimumLength > 0)
                        yield return "\"\"";
                    break;
            }
        }
    }

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
