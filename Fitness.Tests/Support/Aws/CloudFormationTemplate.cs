using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fitness.Tests.Support;

/// <summary>A template with its short tags (<c>!Sub</c>) in their long form, and the CloudFormation functions that it uses.</summary>
internal sealed partial class CloudFormationTemplate
{
    private readonly JsonObject conditions;

    private CloudFormationTemplate(JsonObject root)
    {
        Root = root;
        conditions = (JsonObject?)root["Conditions"] ?? [];
    }

    public JsonObject Root { get; }

    public JsonObject Parameters => (JsonObject)Root[nameof(Parameters)]!;

    public JsonObject Resources => (JsonObject)Root[nameof(Resources)]!;

    public JsonObject Outputs => (JsonObject)Root[nameof(Outputs)]!;

    /// <summary>Reads a template from <c>deploy</c>; JSON is also YAML.</summary>
    public static CloudFormationTemplate Read(string name) => Parse(File.ReadAllText(Repository.PathOf("deploy", name)));

    public static CloudFormationTemplate Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return new CloudFormationTemplate((JsonObject)Convert(Assert.Single(stream.Documents).RootNode)!);
    }

    /// <summary>Resolves a part of the template with these values. A reference to a resource or attribute without a value becomes its name.</summary>
    /// <param name="part">A part of the template.</param>
    /// <param name="values">Parameters, pseudo parameters (<c>AWS::Region</c>), attributes (<c>Log.Arn</c>) and imports (<c>stack-Output</c>).</param>
    public JsonNode? Resolve(JsonNode? part, IReadOnlyDictionary<string, string> values)
    {
        switch (part)
        {
            case JsonObject { Count: 1 } call
                when call.First() is var (name, argument) && (name == "Ref" || name.StartsWith("Fn::", StringComparison.Ordinal)):
                return Call(name, argument, values);
            case JsonObject members:
                return new JsonObject(
                    members
                        .Select(member => KeyValuePair.Create(member.Key, Resolve(member.Value, values)))
                        .Where(member => member.Value is not null)
                );
            case JsonArray items:
                return new JsonArray([.. items.Select(item => Resolve(item, values)).Where(item => item is not null)]);
            default:
                return part?.DeepClone();
        }
    }

    private JsonNode? Call(string name, JsonNode? argument, IReadOnlyDictionary<string, string> values)
    {
        switch (name)
        {
            case "Ref":
                return (string)argument! == "AWS::NoValue" ? null : Value((string)argument!, values);
            case "Fn::GetAtt":
                return Value($"{argument![0]}.{argument[1]}", values);
            case "Fn::ImportValue":
                return Value(Text(argument), values);
            case "Fn::Base64":
                return System.Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(argument)));
            case "Fn::Join":
                return string.Join((string?)argument![0], ((JsonArray)Resolve(argument[1], values)!).Select(item => (string?)item));
            case "Fn::Split":
                return new JsonArray([.. Text(argument![1]).Split((string)argument[0]!).Select(item => (JsonNode)item)]);
            case "Fn::Equals":
                return Text(argument![0]) == Text(argument[1]);
            case "Fn::Not":
                return !(bool)Resolve(argument![0], values)!;
            case "Fn::If":
                return Resolve((bool)Resolve(conditions[(string)argument![0]!], values)! ? argument[1] : argument[2], values);
            case "Fn::Sub":
                var own = argument is JsonArray pair
                    ? ((JsonObject)pair[1]!).ToDictionary(member => member.Key, member => Text(member.Value), StringComparer.Ordinal)
                    : [];
                return Placeholder()
                    .Replace((string)(argument is JsonArray ? argument[0] : argument)!, match =>
                        own.TryGetValue(match.Groups[1].Value, out var value) ? value : Value(match.Groups[1].Value, values)
                    );
            default:
                throw new NotSupportedException(name);
        }

        string Text(JsonNode? node) => (string)Resolve(node, values)!;
    }

    private string Value(string name, IReadOnlyDictionary<string, string> values)
    {
        if (values.TryGetValue(name, out var value))
            return value;
        if (Parameters[name]?["Default"] is { } given)
            return given.ToString();
        Assert.True(Resources.ContainsKey(name.Split('.')[0]), $"{name} is no parameter, resource or import.");
        return name;
    }

    private static JsonNode? Convert(YamlNode node)
    {
        JsonNode? value = node switch
        {
            YamlMappingNode mapping => new JsonObject(
                mapping.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Convert(pair.Value)))
            ),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Select(Convert)]),
            YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } scalar => bool.Parse(scalar.Value),
            YamlScalarNode { Style: ScalarStyle.Plain } scalar
                when int.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            YamlScalarNode scalar => scalar.Value,
            _ => throw new NotSupportedException(),
        };
        if (node.Tag.IsEmpty || !node.Tag.IsLocal)
            return value;
        return node.Tag.Value switch
        {
            "!Ref" => new JsonObject { ["Ref"] = value },
            "!GetAtt" => new JsonObject
            {
                ["Fn::GetAtt"] = new JsonArray([.. ((string)value!).Split('.', 2).Select(part => (JsonNode)part)]),
            },
            var tag => new JsonObject { [$"Fn::{tag[1..]}"] = value },
        };
    }

    [GeneratedRegex(@"\$\{([^}]+)\}")]
    private static partial Regex Placeholder();
}
