using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.EnvironmentDescription;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(EnvironmentDescription))]
[JsonSerializable(typeof(EnvironmentSummary))]
[JsonSerializable(typeof(EnvironmentComparison))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(TableShape))]
internal sealed partial class EnvironmentJson : JsonSerializerContext
{
    /// <summary>Indented, for people to read; output to a terminal needs no HTML escaping.</summary>
    public static EnvironmentJson Readable =>
        new(
            new JsonSerializerOptions(JsonSerializerDefaults.Web)
            {
                WriteIndented = true,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );
}
