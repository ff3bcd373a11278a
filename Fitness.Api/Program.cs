using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Batch;
using Fitness.Api.Features.Changes;
using Fitness.Api.Features.DevelopmentCommands;
using Fitness.Api.Features.EnvironmentDescription;
using Fitness.Api.Features.Import;
using Fitness.Api.Features.Me;
using Fitness.Api.Features.Samples;
using Fitness.Api.Features.Summaries;
using Fitness.Api.Settings;
using Fitness.Api.Startup;
using Fitness.Api.Storage;
using Fitness.Api.Storage.Engine;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.OpenApi;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.RateLimiting;
using Fitness.Api.Web.Server;

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
