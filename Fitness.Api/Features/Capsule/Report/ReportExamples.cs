namespace Fitness.Api.Features.Capsule.Report;

/// <summary>Examples for the contract.</summary>
internal static class ReportExamples
{
    public static ReportInput Input =>
        new() { Title = "The week's distance is wrong", Note = "I moved Sunday's run to Monday. Both weeks still count it." };

    public static ReportPreview Preview =>
        new(2, new DateTimeOffset(2026, 11, 1, 6, 30, 0, TimeSpan.Zero), 14, true, ReportTexts.Contents[..2], ReportTexts.Readers);
}
