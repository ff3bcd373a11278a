using System.Text.Json;
using System.Text.Json.Nodes;
using Fitness.Api.Features.Activities;

namespace Fitness.Tests.Activities;

/// <summary>The contract's example, with a value for every field.</summary>
internal static class FullActivity
{
    /// <summary>A copy that the caller may change.</summary>
    public static JsonObject Create()
    {
        // What the example leaves out to show that a client may.
        var full = ActivityExamples.Input with { Device = "Watch", Notes = "wet\nroots" };
        return JsonSerializer.SerializeToNode(full, ActivityJson.Default.ActivityInput)!.AsObject();
    }
}
