using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Fitness.Tests.Support;

/// <summary>A stack of <see cref="FakeCloudFormation"/>.</summary>
internal sealed class FakeStack(string name)
{
    public string Name => name;

    public string Id => $"arn:aws:cloudformation:{FakeAws.Region}:{FakeAws.Account}:stack/{name}/1";

    public string Status { get; set; } = "REVIEW_IN_PROGRESS";

    public CloudFormationTemplate Template { get; set; } = null!;

    public string TemplateBody { get; set; } = "";

    public Dictionary<string, string> Parameters { get; set; } = [];

    /// <summary>The values of the template's references: parameters, imports, and what the test defines for the resources.</summary>
    public Dictionary<string, string> Values { get; set; } = [];

    public List<(string Id, string Resource, string Type, string Status, string Reason)> Events { get; } = [];
}

/// <summary>
/// A fake of CloudFormation and EC2 as the AWS CLI sees them from a laptop. The test defines a stack's resources: the fake provisions none.
/// </summary>
internal sealed class FakeCloudFormation : IAsyncDisposable
{
    private static readonly XNamespace CloudFormation = "http://cloudformation.amazonaws.com/doc/2010-05-15/";
    private static readonly XNamespace Ec2 = "http://ec2.amazonaws.com/doc/2016-11-15/";
    private readonly ConcurrentDictionary<string, FakeStack> stacks = new();
    private readonly ConcurrentDictionary<string, (string Body, Dictionary<string, string> Parameters)> changes = new();
    private readonly ConcurrentDictionary<string, string> exports = new();
    private readonly WebApplication app;

    private FakeCloudFormation(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    /// <summary>The deployed stacks.</summary>
    public IReadOnlyDictionary<string, FakeStack> Stacks => stacks;

    /// <summary>The actions that changed something, in order.</summary>
    public ConcurrentQueue<string> Changes { get; } = new();

    /// <summary>Returns the physical names and attributes of a stack's resources.</summary>
    public Func<FakeStack, Dictionary<string, string>> Resources { get; set; } = _ => [];

    /// <summary>Provisions a stack; when it throws, the stack is rolled back.</summary>
    public Func<FakeStack, Task> Provision { get; set; } = _ => Task.CompletedTask;

    /// <summary>The address of DynamoDB; null if there is none.</summary>
    public Uri? DynamoDB { get; set; }

    /// <summary>What an instance has written to its console.</summary>
    public string Console { get; set; } = "";

    public static async Task<FakeCloudFormation> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var fake = new FakeCloudFormation(builder.Build());
        fake.app.MapPost("/", fake.RespondAsync);
        await fake.app.StartAsync();
        return fake;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> RespondAsync(HttpRequest request)
    {
        var call = QueryHelpers.ParseQuery(await new StreamReader(request.Body).ReadToEndAsync());
        var action = (string)call["Action"]!;
        // A stack is given by its name or ARN, or by the ARN of its change set.
        var given =
            call.TryGetValue("StackName", out var stackName) || call.TryGetValue("ChangeSetName", out stackName) ? (string)stackName! : "";
        var name = given.Split('/') is { Length: > 1 } arn ? arn[1] : given;
        // Each region has its own stacks.
        if (!request.Headers.Authorization.ToString().Contains($"/{FakeAws.Region}/", StringComparison.Ordinal))
            name = $"{name} of another region";
        switch (action)
        {
            case "DescribeStacks" when given.Length == 0:
                return Result(action, new XElement(CloudFormation + "Stacks", stacks.Values.Select(Describe)));
            case "DescribeStacks" when stacks.TryGetValue(name, out var stack):
                return Result(action, new XElement(CloudFormation + "Stacks", Describe(stack)));
            case "DescribeStackEvents" when stacks.TryGetValue(name, out var stack):
                return Result(action, Events(stack));
            case "DescribeStacks" or "DescribeStackEvents":
                return Xml(
                    new XElement(
                        CloudFormation + "ErrorResponse",
                        new XElement(
                            CloudFormation + "Error",
                            Text("Type", "Sender"),
                            Text("Code", "ValidationError"),
                            Text("Message", $"Stack with id {name} does not exist")
                        )
                    ),
                    400
                );
            case "GetTemplateSummary":
                return Result(
                    action,
                    new XElement(
                        CloudFormation + "Parameters",
                        stacks[name]
                            .Template.Parameters.Select(parameter => new XElement(
                                CloudFormation + "member",
                                Text("ParameterKey", parameter.Key)
                            ))
                    )
                );
            case "CreateChangeSet":
                changes[name] = (
                    (string)call["TemplateBody"]!,
                    Parameters(call, stacks.TryGetValue(name, out var old) ? old.Parameters : [])
                );
                return Result(
                    action,
                    Text("Id", $"arn:aws:cloudformation:{FakeAws.Region}:{FakeAws.Account}:changeSet/{name}/1"),
                    Text("StackId", stacks.GetOrAdd(name, _ => new FakeStack(name)).Id)
                );
            case "DescribeChangeSet":
                return IsUnchanged(name)
                    ? Result(
                        action,
                        Text("Status", "FAILED"),
                        Text(
                            "StatusReason",
                            "The submitted information didn't contain changes. Submit different information to create a change set."
                        )
                    )
                    : Result(action, Text("Status", "CREATE_COMPLETE"));
            case "ExecuteChangeSet":
                Changes.Enqueue($"{action} {name}");
                Execute(stacks[name]);
                return Result(action);
            case "DeleteStack":
                Changes.Enqueue($"{action} {name}");
                stacks.TryRemove(name, out _);
                return Result(action);
            case "DescribeVpcs":
                return Xml(Item("DescribeVpcsResponse", "vpcSet", "vpcId", "vpc-0default"));
            case "DescribeSubnets":
                return Xml(
                    Item(
                        "DescribeSubnetsResponse",
                        "subnetSet",
                        "subnetId",
                        call.Any(pair => pair.Value == "vpc-0default") ? "subnet-0default" : "subnet-0other"
                    )
                );
            case "GetConsoleOutput":
                return Xml(
                    new XElement(
                        Ec2 + "GetConsoleOutputResponse",
                        new XElement(Ec2 + "instanceId", FakeAws.InstanceId),
                        new XElement(Ec2 + "output", Convert.ToBase64String(Encoding.UTF8.GetBytes(Console)))
                    )
                );
            default:
                return Results.StatusCode(501);
        }
    }

    private bool IsUnchanged(string name) =>
        stacks[name] is { Status: not "REVIEW_IN_PROGRESS" } stack
        && stack.TemplateBody == changes[name].Body
        && stack
            .Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .SequenceEqual(changes[name].Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal));

    private void Execute(FakeStack stack)
    {
        var verb = stack.Status == "REVIEW_IN_PROGRESS" ? "CREATE" : "UPDATE";
        var before = (stack.TemplateBody, stack.Parameters, stack.Template, stack.Values);
        (stack.TemplateBody, stack.Parameters) = changes[stack.Name];
        stack.Template = CloudFormationTemplate.Parse(stack.TemplateBody);
        stack.Values = new Dictionary<string, string>(stack.Parameters, StringComparer.Ordinal)
        {
            ["AWS::Region"] = FakeAws.Region,
            ["AWS::StackId"] = stack.Id,
            ["AWS::StackName"] = stack.Name,
        };
        foreach (var (key, value) in exports)
            stack.Values[key] = value;
        foreach (var (key, value) in Resources(stack))
            stack.Values[key] = value;
        AddEvent(stack, stack.Name, "AWS::CloudFormation::Stack", $"{verb}_IN_PROGRESS");
        _ = ProvisionAsync();

        async Task ProvisionAsync()
        {
            foreach (var (id, resource) in stack.Template.Resources)
                AddEvent(stack, id, (string)resource!["Type"]!, $"{verb}_IN_PROGRESS");
            try
            {
                await Provision(stack);
                foreach (var (_, output) in stack.Template.Outputs)
                {
                    if (output!["Export"] is { } export)
                        exports[Resolve(export["Name"]!)] = Resolve(output["Value"]!);
                }
                AddEvent(stack, stack.Name, "AWS::CloudFormation::Stack", $"{verb}_COMPLETE");
            }
            catch (Exception exception)
            {
                if (verb == "UPDATE")
                    (stack.TemplateBody, stack.Parameters, stack.Template, stack.Values) = before;
                AddEvent(stack, "Host", "AWS::EC2::Instance", $"{verb}_FAILED", exception.Message);
                AddEvent(
                    stack,
                    stack.Name,
                    "AWS::CloudFormation::Stack",
                    verb == "CREATE" ? "ROLLBACK_COMPLETE" : "UPDATE_ROLLBACK_COMPLETE"
                );
            }
        }

        string Resolve(System.Text.Json.Nodes.JsonNode node) => (string)stack.Template.Resolve(node, stack.Values)!;
    }

    private static void AddEvent(FakeStack stack, string resource, string type, string status, string reason = "")
    {
        lock (stack.Events)
            stack.Events.Insert(0, (Guid.NewGuid().ToString(), resource, type, status, reason));
        if (resource == stack.Name)
            stack.Status = status;
    }

    private static Dictionary<string, string> Parameters(
        Dictionary<string, Microsoft.Extensions.Primitives.StringValues> call,
        Dictionary<string, string> previous
    )
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var number = 1; call.TryGetValue($"Parameters.member.{number}.ParameterKey", out var key); number++)
        {
            // A parameter without a value keeps its previous one, which may be the default.
            if (call.TryGetValue($"Parameters.member.{number}.ParameterValue", out var value))
                parameters[key!] = value!;
            else if (previous.TryGetValue(key!, out var before))
                parameters[key!] = before;
        }
        return parameters;
    }

    private static XElement Describe(FakeStack stack) =>
        new(
            CloudFormation + "member",
            Text("StackName", stack.Name),
            Text("StackId", stack.Id),
            Text("StackStatus", stack.Status),
            Text("CreationTime", "2026-01-01T00:00:00Z"),
            new XElement(
                CloudFormation + "Outputs",
                stack.Status == "REVIEW_IN_PROGRESS"
                    ? []
                    : stack.Template.Outputs.Select(output => new XElement(
                        CloudFormation + "member",
                        Text("OutputKey", output.Key),
                        Text("OutputValue", stack.Template.Resolve(output.Value!["Value"], stack.Values)!.ToString())
                    ))
            )
        );

    private static XElement Events(FakeStack stack)
    {
        lock (stack.Events)
        {
            return new XElement(
                CloudFormation + "StackEvents",
                stack.Events.Select(one => new XElement(
                    CloudFormation + "member",
                    Text("EventId", one.Id),
                    Text("StackName", stack.Name),
                    Text("StackId", stack.Id),
                    Text("LogicalResourceId", one.Resource),
                    Text("ResourceType", one.Type),
                    Text("PhysicalResourceId", one.Type == "AWS::EC2::Instance" ? FakeAws.InstanceId : one.Resource),
                    Text("ResourceStatus", one.Status),
                    Text("ResourceStatusReason", one.Reason),
                    Text("Timestamp", "2026-01-01T00:00:00Z")
                ))
            );
        }
    }

    private static XElement Item(string response, string set, string id, string value) =>
        new(Ec2 + response, new XElement(Ec2 + set, new XElement(Ec2 + "item", new XElement(Ec2 + id, value))));

    private static XElement Text(string name, string value) => new(CloudFormation + name, value);

    private static IResult Result(string action, params XElement[] content) =>
        Xml(new XElement(CloudFormation + $"{action}Response", new XElement(CloudFormation + $"{action}Result", content)));

    private static IResult Xml(XElement element, int statusCode = 200) =>
        Results.Text(string.Create(CultureInfo.InvariantCulture, $"{element}"), "text/xml", statusCode: statusCode);
}
