using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Fitness.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Fitness.Tests.HandOff;

/// <summary>
/// A fake of the services of a region that a Docker host calls: DynamoDB, the registry and its login, the log, CloudFormation's
/// signals, the token issuer, and the bucket with the Session Manager agent. It refuses what the role's policy does not allow.
/// </summary>
internal sealed class FakeRegion : IAsyncDisposable
{
    public const string RegistryName = $"{FakeAws.Account}.dkr.ecr.{FakeAws.Region}.amazonaws.com";
    private readonly string password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly TaskCompletionSource<(string, string, string, string)> firstSignal = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly RolePolicy policy;
    private readonly DynamoDBForwarder dynamoDB;
    private readonly Registry registry;
    private readonly TestIssuer issuer;

    public FakeRegion(FakeAws aws, Uri engine, Registry registry, TestIssuer issuer, RolePolicy policy, string agent)
    {
        (this.registry, this.issuer, this.policy) = (registry, issuer, policy);
        dynamoDB = new DynamoDBForwarder(engine, action => Allows(action.Name, Arn("dynamodb", action.Resource)));
        aws.With("dynamodb", dynamoDB.RespondAsync)
            .With("api.ecr", call => Guard("ecr:GetAuthorizationToken", "*", Login))
            .With("logs", LogAsync)
            .With("cloudformation", SignalAsync)
            .WithHost(RegistryName, PullAsync)
            .WithHost(new Uri(issuer.Url).Host, context =>
                PassAsync(context, new Uri(new Uri(issuer.Address), context.Request.Path.Value![new Uri(issuer.Url).AbsolutePath.Length..]))
            )
            .WithHost(FakeAws.EndpointName("s3"), context =>
                context.Request.Path == $"/amazon-ssm-{FakeAws.Region}/latest/debian_amd64/amazon-ssm-agent.deb"
                    ? Results.File(agent).ExecuteAsync(context)
                    : Results.NotFound().ExecuteAsync(context)
            );
    }

    /// <summary>The lines of the service's log that have arrived, each with its stream.</summary>
    public ConcurrentQueue<(string Stream, string Line)> Log { get; } = new();

    /// <summary>The signals, in order.</summary>
    public ConcurrentQueue<(string Stack, string Resource, string Instance, string Status)> Signals { get; } = new();

    /// <summary>The first signal.</summary>
    public Task<(string Stack, string Resource, string Instance, string Status)> FirstSignal => firstSignal.Task;

    /// <summary>What the policy did not allow.</summary>
    public ConcurrentQueue<string> Denied { get; } = new();

    /// <summary>What the policy allowed.</summary>
    public ConcurrentDictionary<string, bool> Used { get; } = new();

    public static string Arn(string service, string resource) => $"arn:aws:{service}:{FakeAws.Region}:{FakeAws.Account}:{resource}";

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        dynamoDB.Dispose();
        return ValueTask.CompletedTask;
    }

    private bool Allows(string action, string resource)
    {
        if (policy.Allows(action, resource))
            return Used.TryAdd(action, true) || true;
        Denied.Enqueue($"{action} on {resource}");
        return false;
    }

    private Task<IResult> Guard(string action, string resource, Func<IResult> respond) =>
        Task.FromResult(
            Allows(action, resource)
                ? respond()
                : Results.Text(
                    $$"""{"__type":"AccessDeniedException","message":"{{action}} on {{resource}}"}""",
                    "application/x-amz-json-1.1",
                    statusCode: 400
                )
        );

    private IResult Login() =>
        Results.Text(
            $$"""
            {"authorizationData":[{"authorizationToken":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes($"AWS:{password}"))}}",
              "expiresAt":{{TimeProvider.System.GetUtcNow().AddHours(12).ToUnixTimeSeconds()}},"proxyEndpoint":"https://{{RegistryName}}"}]}
            """,
            "application/x-amz-json-1.1"
        );

    private async Task PullAsync(HttpContext context)
    {
        var allowed =
            AuthenticationHeaderValue.TryParse((string?)context.Request.Headers.Authorization, out var given)
            && given.Scheme == "Basic"
            && Encoding.UTF8.GetString(Convert.FromBase64String(given.Parameter!)) == $"AWS:{password}"
            && (
                context.Request.Path == "/v2/"
                || (
                    Allows("ecr:BatchGetImage", Arn("ecr", "repository/fitness"))
                    && Allows("ecr:GetDownloadUrlForLayer", Arn("ecr", "repository/fitness"))
                )
            );
        if (allowed)
        {
            await PassAsync(context, new Uri(registry.Address, context.Request.Path.Value!));
            return;
        }
        context.Response.StatusCode = 401;
        context.Response.Headers.WWWAuthenticate = $"""Basic realm="https://{RegistryName}/",service="ecr.amazonaws.com" """;
    }

    private async Task PassAsync(HttpContext context, Uri target)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), target);
        request.Headers.TryAddWithoutValidation("Accept", (IEnumerable<string?>)context.Request.Headers.Accept);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        context.Response.ContentLength = response.Content.Headers.ContentLength;
        const string digest = "Docker-Content-Digest";
        if (response.Headers.TryGetValues(digest, out var digests))
            context.Response.Headers[digest] = digests.ToArray();
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Content.CopyToAsync(context.Response.Body);
    }

    private Task<IResult> LogAsync(SignedCall call)
    {
        var body = JsonNode.Parse(call.Body)!;
        return Guard($"logs:{call.Operation}", Arn("logs", $"log-group:{body["logGroupName"]}:log-stream:{body["logStreamName"]}"), () =>
        {
            foreach (var line in (JsonArray?)body["logEvents"] ?? [])
                Log.Enqueue(((string)body["logStreamName"]!, (string)line!["message"]!));
            return Results.Text("{}", "application/x-amz-json-1.1");
        });
    }

    private Task<IResult> SignalAsync(SignedCall call)
    {
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(call.Body));
        return Guard($"cloudformation:{form["Action"]}", (string)form["StackName"]!, () =>
        {
            var signal = (
                (string)form["StackName"]!,
                (string)form["LogicalResourceId"]!,
                (string)form["UniqueId"]!,
                (string)form["Status"]!
            );
            Signals.Enqueue(signal);
            firstSignal.TrySetResult(signal);
            return Results.Text(
                "<SignalResourceResponse xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\"><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></SignalResourceResponse>",
                "text/xml"
            );
        });
    }
}
