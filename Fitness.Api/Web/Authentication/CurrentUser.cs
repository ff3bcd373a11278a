using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using System.Text;
using Fitness.Api.Settings;

namespace Fitness.Api.Web.Authentication;

/// <summary>The user on whose behalf a request acts: always the token's <c>sub</c>, or the demo user where Development checks no tokens. No request names a user.</summary>
internal static class CurrentUser
{
    public const string SubjectClaim = "sub";

    /// <summary>The maximum length of a subject in characters (OpenID Connect Core 1.0, section 2).</summary>
    public const int MaxIdLength = 255;

    /// <summary>The claim with roles (RFC 9068, section 2.2.3.1).</summary>
    public const string RolesClaim = "roles";

    // Amazon Cognito's claim, and the two that other issuers and 'dotnet user-jwts' use.
    private static readonly string[] RoleClaims = ["cognito:groups", RolesClaim, "role"];

    /// <summary>The user's id. Every route that needs it requires authorization first.</summary>
    public static string UserId(this ClaimsPrincipal principal) =>
        principal.TryGetUserId(out var userId)
            ? userId
            : throw new InvalidOperationException("The route lets in a request without a user.");

    /// <summary>The user's id, if there is one that can serve as a key.</summary>
    public static bool TryGetUserId(this ClaimsPrincipal principal, [NotNullWhen(true)] out string? userId)
    {
        userId = principal.FindFirstValue(SubjectClaim);
        return userId is { Length: > 0 and <= MaxIdLength } && Ascii.IsValid(userId);
    }

    /// <summary>Whether the user may read what only operators may read outside Development.</summary>
    public static bool MayOperate(this ClaimsPrincipal principal, FitnessSettings settings) =>
        settings.IsDevelopment || principal.IsOperator();

    /// <summary>Whether the user has the operator role.</summary>
    public static bool IsOperator(this ClaimsPrincipal principal) => RoleClaims.Any(claim => principal.HasClaim(claim, Roles.Operators));
}
