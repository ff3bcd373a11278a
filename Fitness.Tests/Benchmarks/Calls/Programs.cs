using Fitness.Tests.Support;

namespace Fitness.Benchmarks.Calls;

/// <summary>The command lines of the API and of the bare one, in both forms.</summary>
/// <param name="ApiAheadOfTime">As the image has it; null without a compiler for it.</param>
/// <param name="ApiJit">The API for the just-in-time compiler.</param>
/// <param name="BareAheadOfTime">The same of the bare one.</param>
/// <param name="BareJit">The same of the bare one.</param>
/// <param name="Missing">Why something is null, and what to do about it.</param>
internal sealed record Programs(string[]? ApiAheadOfTime, string[] ApiJit, string[]? BareAheadOfTime, string[] BareJit, string? Missing)
{
    private const string Api = "Fitness.Api";
    private const string Bare = "Fitness.Bare";
    private static readonly string BareProject = Path.Combine("Fitness.Tests", "Benchmarks", "Bare");

    /// <summary>Those that were built with this program.</summary>
    public static Programs Built() =>
        new(
            null,
            ["dotnet", Path.Combine(AppContext.BaseDirectory, $"{Api}.dll")],
            null,
            ["dotnet", Path.Combine(Services.FolderOf(Bare), $"{Bare}.dll")],
            "The short form compiles nothing ahead of time."
        );

    /// <summary>Publishes them.</summary>
    public static async Task<Programs> PublishAsync()
    {
        var missing = Docker.IsOnPath("clang")
            ? null
            : "Compiling ahead of time needs clang, which is not there. On Debian: apt-get install clang zlib1g-dev";
        return new(
            missing is null ? [Path.Combine(await Publication.AheadOfTimeAsync(Api), Api)] : null,
            ["dotnet", Path.Combine(await Publication.JitAsync(Api), $"{Api}.dll")],
            missing is null ? [Path.Combine(await Publication.AheadOfTimeAsync(BareProject), Bare)] : null,
            ["dotnet", Path.Combine(await Publication.JitAsync(BareProject), $"{Bare}.dll")],
            missing
        );
    }
}
