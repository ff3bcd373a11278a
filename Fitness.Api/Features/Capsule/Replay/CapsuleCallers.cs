using System.Security.Claims;
using System.Security.Cryptography;
using Fitness.Api.Web.Authentication;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>
/// The users of a capsule: an issuer of its own, with a key that this process alone has, makes their tokens. A call without a token is of the
/// first of them.
/// </summary>
internal sealed class CapsuleCallers(CapsuleStart capsule, TimeProvider time) : ICallers
{
    private const string Issuer = "urn:fitness:capsule";
    private const string Scheme = "Bearer ";
    private const int KeyBytes = 32;
    private static readonly TimeSpan Life = TimeSpan.FromDays(1);

    private readonly SymmetricSecurityKey key = new(RandomNumberGenerator.GetBytes(KeyBytes));
    private readonly JsonWebTokenHandler handler = new();
    private readonly ClaimsPrincipal first = DemoUser.Named(capsule.User);

    /// <summary>The value of a request's <c>Authorization</c>.</summary>
    public string TokenOf(string user, bool isOperator)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return Scheme
            + handler.CreateToken(
                new SecurityTokenDescriptor
                {
                    Issuer = Issuer,
                    Audience = Issuer,
                    IssuedAt = now,
                    NotBefore = now,
                    Expires = now + Life,
                    Claims = new Dictionary<string, object>(StringComparer.Ordinal)
                    {
                        [CurrentUser.SubjectClaim] = user,
                        [CurrentUser.RolesClaim] = isOperator ? Roles.Operators : "",
                    },
                    SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
                }
            );
    }

    public async ValueTask<ClaimsPrincipal?> FindAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization.ToString() is not { Length: > 0 } authorization)
            return first;
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var result = await handler.ValidateTokenAsync(
            authorization[Scheme.Length..],
            new TokenValidationParameters
            {
                ValidIssuer = Issuer,
                ValidAudience = Issuer,
                IssuerSigningKey = key,
                // By this service's clock.
                LifetimeValidator = (notBefore, expires, _, _) => notBefore <= time.GetUtcNow() && expires > time.GetUtcNow(),
            }
        );
        return result.IsValid && result.ClaimsIdentity.FindFirst(CurrentUser.SubjectClaim) is { } subject
            ? DemoUser.Named(subject.Value, result.ClaimsIdentity.FindAll(CurrentUser.RolesClaim).Select(role => role.Value))
            : null;
    }
}
