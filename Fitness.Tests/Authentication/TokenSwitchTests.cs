using System.Net;
using System.Text.Json.Nodes;
using Fitness.Api.Settings;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Fitness.Tests.Authentication;

/// <summary>What switches the check of tokens on in Development, and that it says so.</summary>
public sealed class TokenSwitchTests
{
    private const string Section = "Authentication__Schemes__Bearer__";
    private static readonly (string Name, string Value)[] Issuer =
    [
        ($"{Section}ValidIssuer", "dotnet-user-jwts"),
        ($"{Section}ValidAudiences__0", "http://localhost:10001"),
    ];

    [Fact]
    public async Task Signing_keys_left_in_the_user_secrets_do_not()
    {
        await using var api = await StartAsync(UserSecrets.LeftKeys);
        Assert.Contains("No tokens are checked: every caller is the user 'demo'.", api.Output, StringComparison.Ordinal);
        using var response = await api.Client.GetAsync("/v1/activities", TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "demo"), (response.StatusCode, response.Headers.GetValues(FitnessHeaders.Caller).Single()));
        var description = JsonNode.Parse(
            await api.Client.GetStringAsync(Routes.EnvironmentDescription, TestContext.Current.CancellationToken)
        )!;
        Assert.DoesNotContain(description["settings"]!.AsObject(), setting =>
            setting.Key.Contains("SigningKeys", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task An_issuer_and_an_audience_do_and_the_start_says_why_and_how_to_undo_it()
    {
        await using var api = await StartAsync(UserSecrets.LeftKeys, Issuer);
        Assert.Contains(
            $"Tokens are checked, because of {Section}ValidAudiences__0, {Section}ValidIssuer (environment variable). "
                + $"To take every caller for the user 'demo' again, unset {Section}ValidAudiences__0, {Section}ValidIssuer, and start again.",
            api.Output,
            StringComparison.Ordinal
        );
        using var response = await api.Client.GetAsync("/v1/activities", TestContext.Current.CancellationToken);
        var problem = await response.ProblemAsync(401, "unauthorized");
        Assert.Equal(
            $"No token was sent. Send 'Authorization: Bearer TOKEN'. Tokens are checked because of {Section}ValidAudiences__0, {Section}ValidIssuer (environment variable); the log of the start says how to undo that.",
            (string?)problem["detail"]
        );
        var settings = JsonNode.Parse(
            await api.Client.GetStringAsync(Routes.EnvironmentDescription, TestContext.Current.CancellationToken)
        )!["settings"]!;
        Assert.Equal(
            ("user secrets", "environment variable"),
            ((string?)settings[$"{Section}SigningKeys__0__Value"]!["source"], (string?)settings[$"{Section}ValidIssuer"]!["source"])
        );
    }

    [Fact]
    public async Task So_they_do_in_the_user_secrets()
    {
        await using var api = await StartAsync(
            """{"Authentication:Schemes:Bearer:Authority":"https://issuer.example","Authentication:Schemes:Bearer:ValidAudience":"fitness"}"""
        );
        Assert.Contains(
            $"Tokens are checked, because of {Section}Authority, {Section}ValidAudience (user secrets).",
            api.Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "run 'dotnet user-secrets remove Authentication:Schemes:Bearer:Authority --project Fitness.Api' and 'dotnet user-secrets remove Authentication:Schemes:Bearer:ValidAudience --project Fitness.Api', and start again.",
            api.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_variable_to_unset_is_the_one_that_is_set()
    {
        await using var api = await StartAsync(
            "{}",
            ($"{Section}Authority", "https://issuer.example"),
            ($"{Section.ToUpperInvariant()}VALIDAUDIENCE", "fitness")
        );
        Assert.Contains(
            $"unset {Section}Authority, {Section.ToUpperInvariant()}VALIDAUDIENCE, and start again.",
            api.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Empty_values_do_not()
    {
        var settings = Read(configuration =>
            configuration.AddInMemoryCollection([new(SettingNames.Authority, ""), new(SettingNames.Audience, "")])
        );
        Assert.False(settings.ChecksTokens);
    }

    [Fact]
    public void A_file_and_an_argument_are_named()
    {
        var file = Path.Combine(Folders.Create(), "appsettings.Development.json");
        File.WriteAllText(file, """{ "Authentication": { "Schemes": { "Bearer": { "ValidAudiences": [ "a", "b" ] } } } }""");
        var check = Read(configuration =>
            configuration.AddJsonFile(file).AddCommandLine([$"--{SettingNames.Authority}=https://issuer.example"])
        ).Tokens!;
        Assert.Equal(
            $"{Section}Authority (command line), {Section}ValidAudiences__0, {Section}ValidAudiences__1 (file appsettings.Development.json)",
            check.Reason
        );
        Assert.Equal(
            $"leave out --{Section}Authority, and remove {Section}ValidAudiences__0, {Section}ValidAudiences__1 from {file}",
            check.Undo
        );
    }

    /// <summary>What 'dotnet user-jwts clear' leaves of the file that 'create' wrote to.</summary>
    [Fact]
    public void Nor_does_an_empty_section()
    {
        var file = Path.Combine(Folders.Create(), "appsettings.Development.json");
        File.WriteAllText(file, """{ "Authentication": { "Schemes": {} } }""");
        Assert.False(Read(configuration => configuration.AddJsonFile(file)).ChecksTokens);
    }

    private static FitnessSettings Read(Action<ConfigurationBuilder> add)
    {
        var configuration = new ConfigurationBuilder();
        add(configuration);
        return FitnessSettings.Read(configuration.Build(), EnvironmentNames.Development);
    }

    private static Task<ApiProcess> StartAsync(string secrets, params (string Name, string Value)[] settings) =>
        ApiProcess.StartAsync([
            ("Engine__DataPath", Folders.Create()),
            ("Engine__InMemory", "true"),
            ("Sample__Enabled", "false"),
            UserSecrets.Home(secrets),
            .. settings,
        ]);
}
