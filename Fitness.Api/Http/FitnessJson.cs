using System.Text.Json;
using System.Text.Json.Serialization;
using Fitness.Api.Activities;
using Microsoft.AspNetCore.Mvc;

namespace Fitness.Api.Http;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(Activity))]
[JsonSerializable(typeof(ActivityInput))]
[JsonSerializable(typeof(ActivityList))]
[JsonSerializable(typeof(ActivityListQuery))]
[JsonSerializable(typeof(WalkthroughActivity))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(HttpValidationProblemDetails))]
[JsonSerializable(typeof(Problems.ProblemType))]
[JsonSerializable(typeof(Problems.ProblemType[]))]
internal sealed partial class FitnessJson : JsonSerializerContext;
