using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fitness.Parity;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(ParityRules))]
[JsonSerializable(typeof(string))]
internal sealed partial class ParityJson : JsonSerializerContext;
