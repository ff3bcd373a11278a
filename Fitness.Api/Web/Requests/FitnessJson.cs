using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fitness.Api.Activities;
using Fitness.Api.Batch;
using Fitness.Api.Description;
using Fitness.Api.Import;
using Fitness.Api.Summaries;
using Fitness.Api.Sync;
using Fitness.Api.UserData;
using Microsoft.AspNetCore.Mvc;

namespace Fitness.Api.Http;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(EnvironmentDescription))]
[JsonSerializable(typeof(Storage.TableShape))]
[JsonSerializable(typeof(Activity))]
[JsonSerializable(typeof(ActivityInput))]
[JsonSerializable(typeof(ActivityList))]
[JsonSerializable(typeof(ActivityListQuery))]
[JsonSerializable(typeof(WalkthroughActivity))]
[JsonSerializable(typeof(BatchInput))]
[JsonSerializable(typeof(BatchItem))]
[JsonSerializable(typeof(BatchResult))]
[JsonSerializable(typeof(ChangeList))]
[JsonSerializable(typeof(ChangesQuery))]
[JsonSerializable(typeof(ExportLine))]
[JsonSerializable(typeof(ImportQuery))]
[JsonSerializable(typeof(SummaryList))]
[JsonSerializable(typeof(SummaryQuery))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
[JsonSerializable(typeof(Problems.ProblemType))]
[JsonSerializable(typeof(Problems.ProblemType[]))]
[JsonSerializable(typeof(int))]
internal sealed partial class FitnessJson : JsonSerializerContext
{
    /// <summary>Indented, for people to read; in a terminal nothing has to be escaped for HTML.</summary>
    public static FitnessJson Readable => new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
