using Microsoft.AspNetCore.Http.Metadata;

namespace Fitness.Api.Web.Metadata;

/// <summary>A group of operations in the OpenAPI document. As metadata of an endpoint, it puts the endpoint into the group.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="Description">What the operations have in common, as Markdown.</param>
public sealed record ApiTag(string Name, string Description) : ITagsMetadata
{
    IReadOnlyList<string> ITagsMetadata.Tags => [Name];
}
