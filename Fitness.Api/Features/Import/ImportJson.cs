using System.Text.Json;
using System.Text.Json.Serialization;
using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(ImportQuery))]
[JsonSerializable(typeof(ActivityInput))]
[JsonSerializable(typeof(ImportResponse))]
internal sealed partial class ImportJson : JsonSerializerContext;
