using Fitness.Api.Settings;

namespace Fitness.Api.Engine;

internal static class EngineBinary
{
    /// <summary>The binary that the build put beside the program.</summary>
    /// <exception cref="StartException">There is none, with what to do.</exception>
    public static string Find()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "engine", "dynoxide");
        if (File.Exists(path)) return path;
        throw new StartException($"The embedded engine's binary is not at {path}. Install Node.js and build again (linux-x64), or start Docker's DynamoDB Local and set {SettingNames.Endpoint} to its address.");
    }
}
