using Fitness.Api.Activities;
using Fitness.Api.Batch;
using Fitness.Api.Callers;
using Fitness.Api.Commands;
using Fitness.Api.Description;
using Fitness.Api.Development;
using Fitness.Api.Engine;
using Fitness.Api.Http;
using Fitness.Api.Import;
using Fitness.Api.Limits;
using Fitness.Api.Problems;
using Fitness.Api.Reference;
using Fitness.Api.Samples;
using Fitness.Api.Settings;
using Fitness.Api.Storage;
using Fitness.Api.Summaries;
using Fitness.Api.Sync;
using Fitness.Api.UserData;

return await ProgramCommands.RunAsync(args, settingArguments =>
{
    // The settings lie beside the program, wherever it is started.
    var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = settingArguments, ContentRootPath = AppContext.BaseDirectory });
    var settings = builder.AddFitnessSettings();
    builder.AddServiceDefaults();
    builder.AddShutdown();
    builder.AddRequestLimits();
    builder.AddProblems();
    builder.AddCallers(settings);
    builder.AddEmbeddedEngine(settings);
    builder.AddStorage();
    builder.AddRateLimits();
    builder.AddActivities();
    builder.AddSync();
    builder.AddSummaries();
    builder.AddUserData();
    builder.AddSampleData();
    builder.AddDescription();
    builder.AddApiReference();

    var app = builder.Build();
    app.UseProblems();
    app.UseCallers();
    app.UseRateLimits();
    app.UseStorageTally();
    app.UseCallerChecks();
    app.MapDefaultEndpoints();
    app.MapActivities();
    app.MapBatch();
    app.MapSync();
    app.MapSummaries();
    app.MapImport();
    app.MapUserData();
    app.MapDescription();
    app.MapDevelopmentCommands();
    app.MapProblems();
    app.MapApiReference();
    return app;
});

/// <summary>The service's entry point; public so that tests can host it.</summary>
public partial class Program;
