using Fitness.Api.Storage;
using Fitness.Api.Storage.Engine;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>Records the requests of users, and what they ask the storage.</summary>
internal static partial class RequestRecording
{
    private static readonly PathString Version1 = Routes.Version1;
    private static readonly PathString Walkthrough = Routes.WalkthroughActivities;

    public static void AddRequestRecording(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<RecordingOptions>, RecordingOptionsValidator>();
        builder.Services.AddSingleton(provider => new RequestRings(OpenFile(provider)));
        builder.Services.AddSingleton<RequestRecorder>();
        builder.Services.AddSingleton<IUserRecords>(provider => provider.GetRequiredService<RequestRecorder>());
        builder.Services.AddSingleton<ErasedElsewhere>();
        builder.Services.AddHostedService<RecordExpiry>();
    }

    /// <summary>Must come before everything that answers.</summary>
    public static void UseRequestRecording(this WebApplication app)
    {
        if (!IsEnabled(app.Services))
            return;
        var recorder = app.Services.GetRequiredService<RequestRecorder>();
        app.Use((context, next) => IsRecorded(context.Request.Path) ? RecordAsync(recorder, context, next) : next(context));
    }

    /// <summary>Records whose requests they are, and their bodies. Must come after what finds the user, and what limits a body.</summary>
    public static void UseUserRequestRecording(this WebApplication app)
    {
        if (!IsEnabled(app.Services))
            return;
        var recorder = app.Services.GetRequiredService<RequestRecorder>();
        app.Use(
            (context, next) =>
            {
                if (StorageObserver.OfThisFlow is RequestRecord { UserId: null } record)
                    Record(recorder, context, record);
                return next(context);
            }
        );
    }

    // What is said in a report, and the report itself, are not kept.
    private static bool IsRecorded(PathString path) =>
        (
            path.StartsWithSegments(Version1, StringComparison.OrdinalIgnoreCase)
            && !path.StartsWithSegments(Routes.Report, StringComparison.OrdinalIgnoreCase)
        ) || path.StartsWithSegments(Walkthrough, StringComparison.OrdinalIgnoreCase);

    private static bool IsEnabled(IServiceProvider services) => services.GetRequiredService<IOptions<RecordingOptions>>().Value.Enabled;

    private static void Record(RequestRecorder recorder, HttpContext context, RequestRecord record)
    {
        recorder.Identify(record, context);
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true)
            return;
        // A track leads home. What is no JSON is one, whatever its address.
        if (context.Request.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) != true)
            record.Request.KeepHash();
        context.Request.Body = new RecordedBody(context.Request.Body, record.Request, record);
    }

    private static async Task RecordAsync(RequestRecorder recorder, HttpContext context, RequestDelegate next)
    {
        var record = recorder.Begin();
        var response = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        context.Features.Set<IHttpResponseBodyFeature>(new RecordedResponse(response, record.Response));
        StorageObserver.OfThisFlow = record;
        try
        {
            await next(context);
        }
        finally
        {
            context.Features.Set(response);
            recorder.End(record, context);
        }
    }

    private static IRingFile OpenFile(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<RecordingOptions>>().Value;
        // It lasts as long as the data of which it speaks.
        if (provider.GetRequiredService<IOptions<EngineOptions>>().Value.InMemory)
            return new RingMemory(RequestRings.Bytes);
        if (!IsEnabled(provider))
        {
            // Of a checkout's own folder, another environment may be using the rest.
            if (options.Path is not null)
                RingFile.DeleteOld(options.Folder, DateTimeOffset.MaxValue);
            return new RingMemory(RequestRings.Bytes);
        }
        RingFile.DeleteOld(options.Folder, provider.GetRequiredService<TimeProvider>().GetUtcNow() - TimeSpan.FromHours(options.Hours));
        try
        {
            return RingFile.Open(options.Folder, RequestRings.Bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogMemory(
                provider.GetRequiredService<ILogger<RequestRecorder>>(),
                options.Folder,
                SettingNames.Variable(SettingNames.RecordingPath),
                exception.Message
            );
            return new RingMemory(RequestRings.Bytes);
        }
    }

    [LoggerMessage(
        81,
        LogLevel.Warning,
        "Requests are recorded in memory only, and are lost when the service stops: {Folder} of {Setting} cannot be used. {Reason}"
    )]
    private static partial void LogMemory(ILogger logger, string folder, string setting, string reason);
}
