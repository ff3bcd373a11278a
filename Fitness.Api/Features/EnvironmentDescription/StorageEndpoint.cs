using System.Text.Json.Serialization;
using Fitness.Api.Web.Json;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>What answers the requests to the storage.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<StorageEndpoint>))]
public enum StorageEndpoint
{
    /// <summary>The embedded engine, next to the program.</summary>
    Embedded,

    /// <summary>Another address, such as DynamoDB Local's.</summary>
    Local,

    /// <summary>DynamoDB in the region.</summary>
    Regional,
}
