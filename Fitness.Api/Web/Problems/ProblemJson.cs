using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Fitness.Api.Web.Problems;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(ProblemType))]
[JsonSerializable(typeof(ProblemType[]))]
internal sealed partial class ProblemJson : JsonSerializerContext;
