using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Batch;
using Fitness.Api.Features.Changes;
using Fitness.Api.Features.EnvironmentDescription;
using Fitness.Api.Features.Import;
using Fitness.Api.Features.Me;
using Fitness.Api.Features.Summaries;
using Microsoft.AspNetCore.Mvc;

namespace Fitness.Api.Web.Requests;

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
