using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fitness.Api.Features.Activities;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(Activity))]
[JsonSerializable(typeof(ActivityInput))]
[JsonSerializable(typeof(ActivityList))]
[JsonSerializable(typeof(ActivityListQuery))]
[JsonSerializable(typeof(WalkthroughActivity))]
internal sealed partial class ActivityJson : JsonSerializerContext;
