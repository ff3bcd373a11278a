using Microsoft.AspNetCore.Http;

namespace Fitness.Tests.Support;

/// <summary>A fake of the region's DynamoDB: forwards to the tests' engine and enforces the role's policy, if there is one.</summary>
internal sealed class DynamoDBForwarder(Uri engine, Func<DynamoDBAction, bool>? allows = null) : IDisposable
{
    private const string RequestId = "x-amzn-RequestId";
    private readonly HttpClient client = new() { BaseAddress = engine };

    public async Task<IResult> RespondAsync(SignedCall call)
    {
        if (allows is not null && DynamoDBAction.Of(call.Operation, call.Body).FirstOrDefault(action => !allows(action)) is { } denied)
            return Results.Text(
                $$"""{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"The role is not authorized to perform: {{denied}}"}""",
                "application/x-amz-json-1.0",
                statusCode: 400
            );
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(call.Body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", call.Request.ContentType);
        foreach (var name in new[] { "X-Amz-Target", "X-Amz-Date", "Authorization" })
            request.Headers.TryAddWithoutValidation(name, (string?)call.Request.Headers[name]);
        using var response = await client.SendAsync(request);
        if (response.Headers.TryGetValues(RequestId, out var ids))
            call.Request.HttpContext.Response.Headers[RequestId] = ids.Single();
        return Results.Text(await response.Content.ReadAsStringAsync(), "application/x-amz-json-1.0", statusCode: (int)response.StatusCode);
    }

    public void Dispose() => client.Dispose();
}
