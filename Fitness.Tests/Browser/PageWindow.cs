using Fitness.Tests.Chromium;
using Fitness.Tests.Support;
using Microsoft.Playwright;

namespace Fitness.Tests.Browser;

/// <summary>A window that shows the page. At its end, the browser's console has to be silent, and every request answered as foreseen.</summary>
public sealed class PageWindow
{
    private const int LongestShot = 3000;
    private readonly List<string> faults = [];
    private readonly HashSet<int> foreseen = [];
    private readonly Uri address;
    private bool foreseesNoAnswer;

    private PageWindow(IPage page, Uri address)
    {
        (Page, this.address) = (page, address);
        page.Console += (_, message) =>
        {
            // The browser's own line about an answer, which is noted below.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                Note($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => Note($"exception: {error}");
        page.RequestFailed += (_, request) =>
        {
            // What the page has given up itself.
            if (!foreseesNoAnswer && request.Failure is not "net::ERR_ABORTED")
                Note($"{request.Method} {request.Url}: {request.Failure}");
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400 && !foreseen.Contains(response.Status))
                Note($"{response.Request.Method} {response.Url}: {response.Status}");
        };
        page.Request += (_, request) =>
        {
            if (
                !request.Url.StartsWith(address.AbsoluteUri, StringComparison.Ordinal)
                && !request.Url.StartsWith("blob:", StringComparison.Ordinal)
            )
                Note($"It asks another address: {request.Url}");
        };
    }

    /// <summary>Playwright's page.</summary>
    public IPage Page { get; }

    /// <summary>Opens the page, does something there, and checks that nothing went wrong unnoticed.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="address">The service's address.</param>
    /// <param name="visit">What is done.</param>
    /// <param name="view">The view, as it stands after <c>/#/</c>.</param>
    public static async Task VisitAsync(TestBrowser browser, Uri address, Func<PageWindow, Task> visit, string view = "")
    {
        await using var context = await browser.OpenAsync(
            new BrowserNewContextOptions
            {
                Locale = "en-IE",
                TimezoneId = "Europe/Berlin",
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        var window = new PageWindow(await context.NewPageAsync(), address);
        await window.LookAsync(Look.Desktop);
        await window.GoAsync(view);
        await visit(window);
        lock (window.faults)
            Assert.Empty(window.faults);
    }

    /// <summary>From here on, the page is looked at like this.</summary>
    public async Task LookAsync(Look look)
    {
        await Page.SetViewportSizeAsync(look.Width, look.Height);
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = look.Scheme });
    }

    /// <summary>Goes to a view.</summary>
    public Task GoAsync(string view) => Page.GotoAsync(new Uri(address, $"/#/{view}").AbsoluteUri);

    /// <summary>From here on, answers with this status are part of the test.</summary>
    public void Foresee(params int[] statuses)
    {
        foreach (var status in statuses)
            foreseen.Add(status);
    }

    /// <summary>From here on, requests without an answer are part of the test.</summary>
    public void ForeseeNoAnswer() => foreseesNoAnswer = true;

    /// <summary>Presses the keys, one after the other.</summary>
    public async Task PressAsync(params string[] keys)
    {
        foreach (var key in keys)
            await Page.Keyboard.PressAsync(key);
    }

    /// <summary>Expects something of an element.</summary>
    public static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    /// <summary>The button with exactly this text.</summary>
    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    /// <summary>The link with exactly this text.</summary>
    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = name, Exact = true });

    /// <summary>Waits until nothing on the page is busy.</summary>
    public Task IsReadyAsync() => Expect(Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);

    /// <summary>Takes a screenshot for people to look at: of the whole page, unless what is far down is not drawn yet.</summary>
    public async Task ShowAsync(string name) =>
        await Page.ScreenshotAsync(
            new PageScreenshotOptions
            {
                Animations = ScreenshotAnimations.Disabled,
                FullPage = await Page.EvaluateAsync<int>("document.documentElement.scrollHeight") <= LongestShot,
                Path = Repository.PathOf("artifacts", "page", $"{name}.png"),
            }
        );

    private void Note(string fault)
    {
        lock (faults)
            faults.Add(fault);
    }
}
