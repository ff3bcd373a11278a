using Fitness.Tests.Support;

namespace Fitness.Tests.Authentication;

/// <summary>A developer's user secrets (https://learn.microsoft.com/aspnet/core/security/app-secrets).</summary>
internal static class UserSecrets
{
    // As 'dotnet user-jwts create' writes it, and leaves it after 'dotnet user-jwts clear'.
    public const string LeftKeys =
        """{"Authentication:Schemes:Bearer:SigningKeys":[{"Id":"c8ce7dd8","Issuer":"dotnet-user-jwts","Value":"2B2oQJF4tVepYDWVITeVX5u\u002BjlhC/ljQH7ruGQ7by\u002Bc=","Length":32}]}""";

    /// <summary>The variable of a home with these user secrets.</summary>
    public static (string Name, string Value) Home(string secrets)
    {
        var home = Folders.Create();
        var folder = Directory.CreateDirectory(Path.Combine(home, ".microsoft", "usersecrets", "fitness-api")).FullName;
        File.WriteAllText(Path.Combine(folder, "secrets.json"), secrets);
        return ("HOME", home);
    }
}
