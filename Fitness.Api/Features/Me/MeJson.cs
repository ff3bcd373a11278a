using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fitness.Api.Features.Me;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(ExportLine))]
internal sealed partial class MeJson : JsonSerializerContext;
