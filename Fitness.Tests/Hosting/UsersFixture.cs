using Fitness.Tests.Support;

namespace Fitness.Tests.Hosting;

/// <summary>The API with an issuer of tokens, so that the tests of a class can share it, each with users of its own.</summary>
public sealed class UsersFixture(SharedEngine engine) : ApiFixture(engine)
{
    private TestIssuer? issuer;

    /// <summary>Who issues the users' tokens.</summary>
    public TestIssuer Issuer => issuer!;

    /// <summary>A client of a user who has nothing yet.</summary>
    public HttpClient NewUser() => CreateClient(Issuer.Token($"user-{Guid.NewGuid():N}"));

    public override async ValueTask InitializeAsync()
    {
        issuer = await TestIssuer.StartAsync();
        WithIssuer(issuer);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (issuer is not null)
            await issuer.DisposeAsync();
    }
}
