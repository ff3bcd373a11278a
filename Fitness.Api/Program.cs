using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Batch;
using Fitness.Api.Features.Capsule.Capture;
using Fitness.Api.Features.Capsule.Recording;
using Fitness.Api.Features.Capsule.Replay;
using Fitness.Api.Features.Capsule.Report;
using Fitness.Api.Features.Changes;
using Fitness.Api.Features.DevelopmentCommands;
using Fitness.Api.Features.EnvironmentDescription;
using Fitness.Api.Features.Import;
using Fitness.Api.Features.Introduction;
using Fitness.Api.Features.Me;
using Fitness.Api.Features.Page;
using Fitness.Api.Features.Samples;
using Fitness.Api.Features.StorageResponses;
using Fitness.Api.Features.Summaries;
using Fitness.Api.Settings;
using Fitness.Api.Startup;
using Fitness.Api.Storage;
using Fitness.Api.Storage.Engine;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.Json;
using Fitness.Api.Web.OpenApi;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.RateLimiting;
using Fitness.Api.Web.Server;

return await ProgramCommands.RunAsync(args, settingArguments =>
{
    // The settings files are next to the program, whatever the working directory.
    var builder = WebApplication.CreateSlimBuilder(
        new WebApplicationOptions
        {
            Args = settingArguments,
            ApplicationName = typeof(Program).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = EnvironmentChoice.Read(settingArguments),
        }
    );
    builder.AddServiceProvider();
    builder.AddCapsule();
    var settings = builder.AddFitnessSettings();
    builder.AddFitnessOptions();
    builder.AddServiceDefaults();
    builder.AddRequestLimits();
    builder.AddHostCheck();
    builder.AddRequestDraining();
    builder.AddPage(settings);
    builder.AddRequestRecording();
    builder.AddProblems();
    builder.AddUserAuthentication(settings);
    builder.AddRateLimits();
    builder.AddApiReference();
    builder.AddEmbeddedEngine(settings);
    builder.AddStorage();
    builder.AddStorageProblems();
    builder.AddActivities();
    builder.AddBatch();
    builder.AddChanges();
    builder.AddSummaries();
    builder.AddImport();
    builder.AddMe();
    builder.AddReport();
    builder.AddCapture();
    builder.AddSampleData();
    builder.AddApiIntroduction();
    builder.AddEnvironmentDescription();
    builder.AddReplay();
    builder.AddTablePreparation();

    var app = builder.Build();
    app.UseStartNotice();
    app.UseReplay();
    app.UseRequestRecording();
    app.UseResponseHeaders();
    app.UseJsonLineEnds();
    app.UseProblems();
    app.UseTablePreparation();
    app.UseRequestLimits();
    app.UseUserAuthentication();
    app.UseUserRequestRecording();
    app.UseRateLimits();
    app.UseHostCheck();
    app.UseCrossSiteCheck();
    app.UseStorageRequestsHeader();
    app.UseAuthorization();
    var routes = app.MapGroupWithHead();
    routes.MapDefaultEndpoints();
    routes.MapActivities();
    routes.MapBatch();
    routes.MapChanges();
    routes.MapSummaries();
    routes.MapImport();
    routes.MapMe();
    routes.MapReport();
    routes.MapEnvironmentDescription();
    routes.MapDevelopmentCommands();
    routes.MapProblems();
    routes.MapApiReference();
    routes.MapPage();
    return app;
});

/// <summary>The service's entry point; public so that tests can host it.</summary>
public partial class Program;
