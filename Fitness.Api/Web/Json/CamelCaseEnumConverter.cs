using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fitness.Api.Web.Json;

/// <summary>Writes the members of an enumeration as camelCase strings, never as numbers.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
public sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
