using System.ComponentModel.DataAnnotations;
using Fitness.Api.Settings;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>Settings of the recording of requests, section <c>Recording</c>.</summary>
internal sealed class RecordingOptions
{
    public const string Section = "Recording";

    // As of the engine's folder.
    private const int LongestPath = 480;

    /// <summary>Whether each user's last requests are kept, with their responses and what they asked the storage. Unless set, everywhere but in Production.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The folder in which they are kept.</summary>
    [StringLength(LongestPath, MinimumLength = 1)]
    public string? Path { get; set; }

    /// <summary>The folder in force.</summary>
    public string Folder => System.IO.Path.GetFullPath(Path ?? DefaultFolder.Of("recording"));

    /// <summary>Hours after which a request is forgotten.</summary>
    [Range(1, 168)]
    public int Hours { get; set; } = 24;
}

[OptionsValidator]
internal sealed partial class RecordingOptionsValidator : IValidateOptions<RecordingOptions>;
