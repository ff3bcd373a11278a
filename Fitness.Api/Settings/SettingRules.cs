namespace Fitness.Api.Settings;

/// <summary>What one setting means for another, and for the environment.</summary>
internal static class SettingRules
{
    private const string RequireHttps = $"{SettingNames.BearerSection}:RequireHttpsMetadata";
    private static readonly string[] IssuerAddresses = [SettingNames.Authority, $"{SettingNames.BearerSection}:MetadataAddress"];

    /// <summary>Finds what is missing, refused here, or contradicts something else.</summary>
    public static IEnumerable<string> FindProblems(IConfigurationRoot configuration, string environment)
    {
        var development = environment == EnvironmentNames.Development;
        return
        [
            .. development ? FindUselessTokens(configuration) : FindMissing(configuration, environment),
            .. development ? [] : FindRefused(configuration, environment),
            .. CheckIssuer(configuration, environment),
            .. CheckEndpoint(configuration, environment, development),
            .. CheckAddresses(configuration),
        ];
    }

    private static IEnumerable<string> FindMissing(IConfiguration configuration, string environment)
    {
        var missing = SettingTable
            .Rows.Where(row =>
                row.Use == SettingUse.Required
                && !IsSet(configuration, row.Key)
                && !(row.Name == SettingNames.Audience && TokenSettings.HasAudience(configuration))
            )
            .Select(row => SettingNames.Variable(row.Name))
            .ToList();
        if (missing.Count > 0)
            yield return $"{environment} needs the settings {string.Join(", ", missing)}. Set them as environment variables.";
    }

    private static IEnumerable<string> FindRefused(IConfiguration configuration, string environment) =>
        from row in SettingTable.Rows
        where row.Use == SettingUse.DevelopmentOnly && IsSet(configuration, row.Key)
        select $"{SettingNames.Variable(row.Name)} is set, but {environment} has no development commands. Remove it.";

    /// <summary>An issuer or an audience switches the check of tokens on. None would be accepted without an audience, or without anybody's keys.</summary>
    private static IEnumerable<string> FindUselessTokens(IConfigurationRoot configuration)
    {
        var (authority, audience) = (SettingNames.Variable(SettingNames.Authority), SettingNames.Variable(SettingNames.Audience));
        if (TokenSettings.Switches(configuration).Count == 0)
        {
            if (TokenSettings.Others(configuration) is { Count: > 0 } others)
                yield return $"{string.Join(", ", others.Select(SettingNames.Variable))} {(others.Count == 1 ? "is" : "are")} set, but {authority} and {audience} are missing. Set them to have tokens checked, or remove {(others.Count == 1 ? "it" : "the others")}.";
            yield break;
        }
        if (!TokenSettings.HasAudience(configuration))
            yield return $"{audience} is missing: with an issuer tokens are checked, and without an audience none would be accepted. Set it, or remove all of {SettingNames.Variable(SettingNames.BearerSection)}.";
        foreach (var several in TokenSettings.IssuersOfSeveralKeys(configuration))
            yield return $"{several} name the same issuer; an issuer can have one signing key here. Remove the others, or set {authority}, from which keys are fetched.";
        if (!TokenSettings.HasKeys(configuration))
            yield return $"{authority} is missing: with an issuer or an audience tokens are checked, and without an issuer's keys nobody's would be accepted. Set it, or an issuer with its signing keys, as 'dotnet user-jwts create' does, or remove all of {SettingNames.Variable(SettingNames.BearerSection)}.";
    }

    /// <summary>Keys fetched over plain HTTP can be anybody's: Production never accepts them, the other environments only when told to.</summary>
    private static IEnumerable<string> CheckIssuer(IConfiguration configuration, string environment)
    {
        foreach (var name in IssuerAddresses)
        {
            if (
                !IsSet(configuration, name)
                || !Uri.TryCreate(configuration[name], UriKind.Absolute, out var address)
                || address.Scheme != "http"
            )
                continue;
            var setting = $"{SettingNames.Variable(name)} is '{Readable.Value(configuration[name]!)}'";
            if (environment == EnvironmentNames.Production)
                yield return $"{setting}; {environment} accepts the tokens' keys over https only.";
            else if (!bool.TryParse(configuration[RequireHttps], out var required) || required)
                yield return $"{setting}. Use an https address, or set {SettingNames.Variable(RequireHttps)}=false.";
        }
    }

    private static IEnumerable<string> CheckEndpoint(IConfiguration configuration, string environment, bool development)
    {
        if (
            !IsSet(configuration, SettingNames.Endpoint)
            || !Uri.TryCreate(configuration[SettingNames.Endpoint], UriKind.Absolute, out var endpoint)
        )
            yield break;
        if (development && IsRegional(endpoint.Host))
            yield return $"{SettingNames.Endpoint} is '{Readable.Value(configuration[SettingNames.Endpoint]!)}'; Development talks to a local engine only. For AWS set {SettingNames.Environment} to {EnvironmentNames.Test} or {EnvironmentNames.Production}.";
        if (!development && !(bool.TryParse(configuration[SettingNames.AllowEndpointOverride], out var allowed) && allowed))
            yield return $"{SettingNames.Endpoint} is set, but {environment} uses the region's endpoint. Remove it, or set {SettingNames.Variable(SettingNames.AllowEndpointOverride)}=true.";
    }

    private static IEnumerable<string> CheckAddresses(IConfiguration configuration) =>
        from setting in ServerAddress.InForce(configuration)
        let problem = setting.Address.Length == 0 ? "every endpoint needs its address"
        : ServerAddress.Problem(setting.Address) is null ? ServerAddress.ListenProblem(setting.Address)
        // The value itself is wrong, which the table says.
        : null
        where problem is not null
        select $"{SettingNames.Variable(setting.Name)} is '{Readable.Value(setting.Address)}'; {problem}.";

    private static bool IsSet(IConfiguration configuration, string key) => !string.IsNullOrWhiteSpace(configuration[key]);

    private static bool IsRegional(string host) =>
        host.Contains(".amazonaws.", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".api.aws", StringComparison.OrdinalIgnoreCase);
}
