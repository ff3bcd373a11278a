using Fitness.Api.Features.Capsule.Recording;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>What a report says of itself to people.</summary>
internal static class ReportTexts
{
    /// <summary>Who can read it.</summary>
    public const string Readers = "Whoever you give the file to. The service keeps no copy.";

    /// <summary>What is hidden in a capsule, and which answers that can change.</summary>
    /// <param name="isReport">Whether it is a user's own report.</param>
    public static string[] Masked(bool isReport) =>
        [
            "Names, notes and devices of activities, idempotency keys and every other text that is not known to be the service's own are replaced by random ones of the same length and kind of characters, the same text by the same one everywhere. Ids of activities, times and measures stay.",
            "Answers that can differ by it: what a failure quotes; whether a write changes anything, if two short texts have become one; the size of a body.",
            $"Uploaded files and bodies larger than {RequestRecord.MaxBody / 1024} KB are there by size and SHA-256 only{(isReport ? ", unless you add a file" : "")}: a track can lead home. Tokens, cookies and unknown headers and query values are not there at all.",
            $"{(isReport ? "You are called user-1; sync tokens are made anew for that one" : "Users are called user-1, user-2 and so on; sync tokens are made anew for those")}, and cursors are numbered.",
        ];

    /// <summary>What is in it, and what is not.</summary>
    public static readonly string[] Contents =
    [
        "Your last requests with their answers and what they asked the storage.",
        "Everything that is stored of you.",
        "What the service is and runs on.",
        "The title and the note, as you write them, but for what looks like a password, a token or a key.",
        .. Masked(isReport: true),
    ];
}
