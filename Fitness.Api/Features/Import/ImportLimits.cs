using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

/// <summary>The limits of an import. Files of devices and exporters stay far below each; together they bound the memory that an import takes, whatever the file.</summary>
public static class ImportLimits
{
    /// <summary>Bytes of a file; a day's ride with one point per second has about a third of this.</summary>
    public const int MaxBytes = 20 * 1024 * 1024;

    /// <summary>Characters of a text or an attribute's value: three times as many as the longest notes of an activity.</summary>
    public const int MaxText = 32 * 1024;

    /// <summary>Characters of a name or a namespace.</summary>
    public const int MaxName = 512;

    /// <summary>Different names, prefixes and namespaces in a file; with every extension a file has a few dozen.</summary>
    public const int MaxNames = 1000;

    /// <summary>Attributes of an element; a root with many namespaces has about fifteen.</summary>
    public const int MaxAttributes = 64;

    /// <summary>Elements inside each other.</summary>
    public const int MaxDepth = 32;

    /// <summary>Recordings in a file: what one transaction takes.</summary>
    public const int MaxRecordings = UserItems.MaxChanges;

    /// <summary>Track points of a file: three days at one a second. Their order is known when the file has ended, so all are kept until then.</summary>
    public const int MaxPoints = 250_000;

    /// <summary>Laps of a file.</summary>
    public const int MaxLaps = 10_000;

    /// <summary>Bytes that the parser may read for one tag, text or comment: <see cref="MaxText"/> characters of up to 3 bytes, and 64 KB that it reads ahead.</summary>
    internal const int MaxNodeBytes = (3 * MaxText) + (64 * 1024);

    /// <summary>What is said of a file with a longer text.</summary>
    internal static readonly string TooLong = $"A text, an attribute, a tag or a comment is longer than {MaxText} characters.";
}
