namespace Fitness.Api.Storage.Engine;

internal static class EngineBinary
{
    private static readonly string Location = Path.Combine(AppContext.BaseDirectory, "engine", EngineProgram.FileName);

    /// <summary>Whether the build included it.</summary>
    public static bool IsThere => File.Exists(Location);

    /// <summary>The path of the binary that the build put next to the program.</summary>
    /// <exception cref="StartException">It is missing; the message says what to do.</exception>
    public static string Find()
    {
        if (IsThere)
            return Location;
        throw new StartException(
            $"The embedded engine's binary is not at {Location}. {EngineProgram.Remedy}, or start Docker's DynamoDB Local and set {SettingNames.Endpoint} to its address."
        );
    }
}
