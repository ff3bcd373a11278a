using System.Text.RegularExpressions;
using Fitness.Tests.Chromium;
using Fitness.Tests.Support;
using Microsoft.Playwright;

namespace Fitness.Tests.Dashboard;

/// <summary>The AppHost on the embedded engine, and a browser that has signed in to its dashboard with the printed link.</summary>
public sealed partial class DashboardFixture : IAsyncLifetime
{
    /// <summary>The window's width, in pixels.</summary>
    public const int Width = 1200;

    /// <summary>The window's height, in pixels.</summary>
    public const int Height = 640;

    private AppHostProcess? appHost;
    private readonly TestBrowser browser = new();
    private IPage? page;
    private HttpClient? api;
    private NormalStart? start;

    /// <summary>Calls the API directly, without the browser.</summary>
    public HttpClient Api
    {
        get
        {
            TestBrowser.SkipWithout();
            return api!;
        }
    }

    /// <summary>What the dashboard shows before anything else has happened; without a browser, as for the page.</summary>
    internal NormalStart Start
    {
        get
        {
            TestBrowser.SkipWithout();
            return start!;
        }
    }

    /// <summary>The dashboard; without a browser, the test that asks for it is skipped.</summary>
    public IPage Page
    {
        get
        {
            TestBrowser.SkipWithout();
            return page!;
        }
    }

    /// <summary>The dashboard's address.</summary>
    public Uri Address { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // A fixture cannot skip its tests: they do it themselves.
        if (TestBrowser.IsMissing)
            return;
        // It watches the process with this ID, and ends after it: a test run that is killed leaves none.
        appHost = AppHostProcess.Start([("ASPIRE_CLI_PID", $"{Environment.ProcessId}")], "--engine", "embedded", "--port", "0");
        await browser.InitializeAsync();
        var context = await browser.OpenAsync(
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = Width, Height = Height },
            }
        );
        page = await context.NewPageAsync();
        api = await appHost.WaitForApiAsync();
        await appHost.WaitForOutputAsync("Login to the dashboard at ");
        var link = Link().Match(appHost.Output).Groups[1].Value;
        Address = new Uri(new Uri(link).GetLeftPart(UriPartial.Authority));
        await Page.GotoAsync(link);
        await Row("api").WaitForAsync();
        start = await NormalStart.ReadAsync(this);
    }

    /// <summary>The row of a resource, a log or a trace with this text.</summary>
    public ILocator Row(string text) => Page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = text }).First;

    /// <summary>Opens another page of the dashboard.</summary>
    public Task OpenAsync(string path) => Page.GotoAsync(new Uri(Address, path).AbsoluteUri);

    /// <summary>Runs a command of the API's menu.</summary>
    public async Task CommandAsync(string name)
    {
        await OpenAsync("/");
        await Row("api").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Actions" }).ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "Commands" }).ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = name, Exact = true }).ClickAsync();
    }

    /// <summary>Takes a screenshot, for people to look at.</summary>
    public Task ShowAsync(string name) =>
        Page.ScreenshotAsync(
            new PageScreenshotOptions
            {
                Animations = ScreenshotAnimations.Disabled,
                Path = Repository.PathOf("artifacts", "dashboard", $"{name}.png"),
            }
        );

    public async ValueTask DisposeAsync()
    {
        api?.Dispose();
        await browser.DisposeAsync();
        if (appHost is not null)
            await appHost.DisposeAsync();
    }

    [GeneratedRegex(@"Login to the dashboard at (\S+)")]
    private static partial Regex Link();
}
