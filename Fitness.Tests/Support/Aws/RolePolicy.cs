using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fitness.Tests.Support;

/// <summary>What the policies of a role allow, read from a template whose references have been resolved.</summary>
internal sealed class RolePolicy
{
    private readonly List<(string Action, string Resource)> allowed;

    public RolePolicy(JsonNode role)
    {
        allowed =
        [
            .. from policy in (JsonArray)role["Properties"]!["Policies"]!
            where policy is not null
            from statement in (JsonArray)policy["PolicyDocument"]!["Statement"]!
            from action in Many(Of(statement!, "Action"))
            from resource in Many(Of(statement!, "Resource"))
            select ((string)action!, (string)resource!),
        ];

        static JsonNode?[] Many(JsonNode node) => node is JsonArray array ? [.. array] : [node];

        // This reader supports nothing else in a statement, such as Deny or a condition.
        static JsonNode Of(JsonNode statement, string name)
        {
            Assert.Equal(["Effect", "Action", "Resource"], ((JsonObject)statement).Select(member => member.Key));
            Assert.Equal("Allow", (string?)statement["Effect"]);
            return statement[name] ?? throw new InvalidOperationException(name);
        }
    }

    /// <summary>Every allowed action, with its resource.</summary>
    public IReadOnlyList<(string Action, string Resource)> Allowed => allowed;

    public bool Allows(string action, string resource) => allowed.Any(pair => pair.Action == action && Matches(pair.Resource, resource));

    public static bool Matches(string pattern, string resource) =>
        Regex.IsMatch(resource, $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal)}$");
}
