using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Fitness.Api.Features.Capsule.Report;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(ReportInput))]
[JsonSerializable(typeof(ReportPreview))]
[JsonSerializable(typeof(CapsuleIndex))]
[JsonSerializable(typeof(IReadOnlyList<RedactedSecret>))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ReportJson : JsonSerializerContext;
