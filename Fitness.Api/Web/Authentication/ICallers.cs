using System.Security.Claims;

namespace Fitness.Api.Web.Authentication;

/// <summary>Tells who calls, instead of <see cref="DemoUser"/>, where Development checks no tokens of an issuer.</summary>
internal interface ICallers
{
    /// <summary>Who calls; null if the request has a token that is none.</summary>
    public ValueTask<ClaimsPrincipal?> FindAsync(HttpContext context);
}
