using Fitness.Tests.Chromium;
using Fitness.Tests.Hosting;
using Microsoft.Playwright;

namespace Fitness.Tests.Browser;

/// <summary>Tests of the page with an API of their own, whose demo user has nothing at first.</summary>
public abstract class PageTest(TestBrowser browser, SharedEngine engine) : IAsyncLifetime
{
    /// <summary>The API, which other devices call without the page.</summary>
    protected ApiFixture Api { get; } = new(engine);

    public virtual async ValueTask InitializeAsync()
    {
        TestBrowser.SkipWithout();
        await Api.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Api.DisposeAsync();
    }

    /// <summary>Opens a view, does something there, and checks that nothing went wrong unnoticed.</summary>
    protected Task VisitAsync(string view, Func<PageWindow, Task> visit) =>
        PageWindow.VisitAsync(browser, Api.Client.BaseAddress!, visit, view);

    protected static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
