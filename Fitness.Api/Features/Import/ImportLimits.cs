namespace Fitness.Api.Features.Import;

/// <summary>The limits of an import.</summary>
public static class ImportLimits
{
    /// <summary>Bytes of a file; a day's ride with one point per second has about a third of this.</summary>
    public const int MaxBytes = 20 * 1024 * 1024;
}
