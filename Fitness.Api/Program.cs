using Fitness.Api.Activities;
using Fitness.Api.Callers;
using Fitness.Api.Engine;
using Fitness.Api.Http;
using Fitness.Api.Problems;
using Fitness.Api.Reference;
using Fitness.Api.Samples;
using Fitness.Api.Settings;
using Fitness.Api.Storage;

return await ExitCodes.OfAsync(async () =>
{
    // The settings lie beside the program, wherever it is started.
    var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    var settings = builder.AddFitnessSettings();
    builder.AddServiceDefaults();
    builder.AddRequestLimits();
    builder.AddProblems();
    builder.AddCallers(settings);
    builder.AddEmbeddedEngine(settings);
    builder.AddStorage();
    builder.AddActivities();
    builder.AddSampleData();
    builder.AddApiReference();

    var app = builder.Build();
    app.UseProblems();
    app.UseCallers();
    app.MapDefaultEndpoints();
    app.MapActivities();
    app.MapProblems();
    app.MapApiReference();
    await app.RunAsync();
});

/// <summary>The service's entry point; public so that tests can host it.</summary>
public partial class Program;
