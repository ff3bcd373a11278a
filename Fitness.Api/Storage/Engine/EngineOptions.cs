using System.ComponentModel.DataAnnotations;
using Fitness.Api.Settings;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Storage.Engine;

/// <summary>Settings of the embedded engine, section <c>Engine</c>.</summary>
internal sealed class EngineOptions
{
    public const string Section = "Engine";

    // SQLite opens no file whose path has more than 512 bytes; the rest is for the file's name.
    private const int LongestPath = 480;

    /// <summary>The data folder; delete it to start over. Default: <c>artifacts/data</c> of the repository, or <c>data</c> next to the program.</summary>
    [StringLength(LongestPath, MinimumLength = 1)]
    public string? DataPath { get; set; }

    /// <summary>Keeps the data in memory only: it is lost when the engine stops.</summary>
    public bool InMemory { get; set; }

    public string DataFolder => Path.GetFullPath(DataPath ?? DefaultFolder.Of("data"));
}

[OptionsValidator]
internal sealed partial class EngineOptionsValidator : IValidateOptions<EngineOptions>;
