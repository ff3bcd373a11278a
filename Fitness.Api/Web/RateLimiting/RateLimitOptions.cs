using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Web.RateLimiting;

/// <summary>Settings of the rate limits, section <c>RateLimits</c>.</summary>
internal sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>The quota of each user: enough to send years of activities in batches, and to read them all, in a minute.</summary>
    [ValidateObjectMembers]
    public Quota User { get; set; } = new() { Requests = 1200 };

    /// <summary>The quota of each address without a valid token.</summary>
    [ValidateObjectMembers]
    public Quota Address { get; set; } = new() { Requests = 120 };
}

/// <summary>A number of requests per time window.</summary>
internal sealed class Quota
{
    /// <summary>Requests in each window, from 1.</summary>
    [Range(1, int.MaxValue)]
    public int Requests { get; set; }

    /// <summary>Length of a window in seconds, 1 to 86,400.</summary>
    [Range(1, 86_400)]
    public int WindowSeconds { get; set; } = 60;
}

[OptionsValidator]
internal sealed partial class RateLimitValidator : IValidateOptions<RateLimitOptions>;
