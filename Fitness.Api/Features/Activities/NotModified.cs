using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Fitness.Api.Features.Activities;

/// <summary>304: the client already has the stored version.</summary>
internal sealed class NotModified : IResult, IEndpointMetadataProvider
{
    public static readonly NotModified Instance = new();

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));
}
