using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fitness.Api.Features.Batch;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(BatchInput))]
[JsonSerializable(typeof(BatchItem))]
[JsonSerializable(typeof(BatchResult))]
internal sealed partial class BatchJson : JsonSerializerContext;
