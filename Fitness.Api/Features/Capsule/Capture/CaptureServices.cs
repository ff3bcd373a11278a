namespace Fitness.Api.Features.Capsule.Capture;

internal static class CaptureServices
{
    /// <summary>Adds what captures another process's service.</summary>
    public static void AddCapture(this WebApplicationBuilder builder) => builder.Services.AddSingleton<CaptureMaker>();
}
