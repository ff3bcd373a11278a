using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fitness.Api.Features.Changes;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(ChangeList))]
[JsonSerializable(typeof(ChangesQuery))]
internal sealed partial class ChangesJson : JsonSerializerContext;
