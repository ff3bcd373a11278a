using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fitness.Api.Features.Summaries;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(SummaryList))]
[JsonSerializable(typeof(SummaryQuery))]
[JsonSerializable(typeof(IReadOnlyList<SportDay>))]
internal sealed partial class SummaryJson : JsonSerializerContext;
