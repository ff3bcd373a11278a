using System.Diagnostics;
using Fitness.Api.Storage;
using Fitness.Api.Web.Authentication;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>Lets the service start with what is in a capsule.</summary>
internal static class ReplayServices
{
    /// <summary>Puts the settings of the capsule that the settings name in their place; call this before they are read.</summary>
    /// <exception cref="StartException">The capsule cannot be used.</exception>
    public static void AddCapsule(this WebApplicationBuilder builder)
    {
        if (CapsuleStart.Read(builder) is { } start)
            builder.Services.AddSingleton(start);
    }

    /// <summary>Adds the clock and the users of the capsule, if there is one.</summary>
    public static void AddReplay(this WebApplicationBuilder builder)
    {
        if (
            builder.Services.FirstOrDefault(service => service.ServiceType == typeof(CapsuleStart))?.ImplementationInstance
            is not CapsuleStart start
        )
            return;
        var clock = new ReplayClock(start.At);
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<CapsuleCallers>();
        builder.Services.AddSingleton<ICallers>(provider => provider.GetRequiredService<CapsuleCallers>());
        builder.Services.AddSingleton<CapsuleState>();
        builder.Services.AddSingleton<Replayer>();
        builder.Services.AddSingleton<ReplayRun>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ReplayRun>());
    }

    /// <summary>
    /// Lets the capsule's requests through in their order, and other callers wait until all have ended: they would change what comes of them.
    /// Must come before what records them.
    /// </summary>
    public static void UseReplay(this WebApplication app)
    {
        if (app.Services.GetService<CapsuleStart>() is not { Replays: true })
            return;
        // Resolved only with the first request, because the embedded engine has no address until it has started.
        app.Use(
            async (context, next) =>
            {
                var replayer = app.Services.GetRequiredService<Replayer>();
                if (Activity.Current?.TraceId.ToHexString() is not { } trace || replayer.NumberOf(trace) is not { } number)
                {
                    var done = app.Services.GetRequiredService<ReplayRun>().Done;
                    if (context.Request.Path.Value is not (Routes.Health or Routes.Alive))
                        await Task.WhenAny(done).WaitAsync(context.RequestAborted);
                    // Of a replay that has failed, the service ends.
                    if (done.IsFaulted)
                        context.Abort();
                    else
                        await next(context);
                    return;
                }
                StorageGate.OfThisFlow = replayer.Order.GateOf(number);
                replayer.Order.Begun(number);
                await next(context);
            }
        );
    }
}
