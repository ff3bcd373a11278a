namespace Fitness.Api.Features.Capsule.Report;

/// <summary>Examples for the contract.</summary>
internal static class ReportExamples
{
    public static ReportInput Input =>
        new() { Title = "The week's distance is wrong", Note = "I moved Sunday's run to Monday. Both weeks still count it." };

    public static ReportPreview Preview =>
        new(
            2,
            14,
            true,
            [new ReportUpload(Begin, "application/gpx+xml", 183_402, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")],
            ReportTexts.Contents[..2],
            ReportTexts.Readers,
            Begin
        );

    private static DateTimeOffset Begin => new(2026, 11, 1, 6, 30, 0, TimeSpan.Zero);
}
