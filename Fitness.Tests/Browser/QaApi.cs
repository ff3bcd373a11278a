using Fitness.Tests.Chromium;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Browser;

/// <summary>The API in Test, as QA calls it: with tokens, over plain http, under a name that is not this machine's.</summary>
public sealed class QaApi(SharedEngine engine) : IAsyncLifetime
{
    // A service in Development creates the table, as the stack does in AWS.
    private readonly ApiFixture table = new(engine);
    private ApiFixture? api;
    private TestIssuer? issuer;

    /// <summary>The address that QA opens.</summary>
    public Uri Address => new UriBuilder(api!.Client.BaseAddress!) { Host = TestBrowser.FarHost }.Uri;

    /// <summary>Who issues the tokens.</summary>
    public TestIssuer Issuer => issuer!;

    /// <summary>A new user, whom nobody else is.</summary>
    public static string NewUser() => $"tester-{Guid.NewGuid():N}";

    /// <summary>A token of the operator Olga.</summary>
    public string OperatorToken() => Issuer.Token("olga", token => token.Claims["roles"] = new[] { Roles.Operators });

    /// <summary>A token that was good until an hour ago.</summary>
    public string ExpiredToken() => Issuer.Token(NewUser(), token =>
        {
            token.NotBefore = token.IssuedAt = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-2);
            token.Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1);
        });

    /// <summary>Calls the API as a user, without the page.</summary>
    public HttpClient As(string user) => api!.CreateClient(Issuer.Token(user));

    /// <summary>The same as the operator.</summary>
    public HttpClient AsOperator() => api!.CreateClient(OperatorToken());

    public async ValueTask InitializeAsync()
    {
        if (TestBrowser.IsMissing)
            return;
        await table.InitializeAsync();
        issuer = await TestIssuer.StartAsync();
        api = new ApiFixture(engine).With(SettingNames.Table, table.Table).In(EnvironmentNames.Test).WithIssuer(issuer);
        await api.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (api is not null)
            await api.DisposeAsync();
        if (issuer is not null)
            await issuer.DisposeAsync();
        await table.DisposeAsync();
    }
}
