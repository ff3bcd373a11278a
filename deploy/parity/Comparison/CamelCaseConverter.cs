using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fitness.Parity;

/// <summary>Writes the members of an enumeration as camelCase strings, never as numbers.</summary>
internal sealed class CamelCaseConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
