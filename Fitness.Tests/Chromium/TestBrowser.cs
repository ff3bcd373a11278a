using Microsoft.Playwright;

namespace Fitness.Tests.Chromium;

/// <summary>Debian's Chromium, or another, without a window. Tests that ask for it are skipped where there is none.</summary>
public sealed class TestBrowser : IAsyncLifetime
{
    /// <summary>A host that leads to this machine, although its name does not say so.</summary>
    public const string FarHost = "qa.example";

    // In milliseconds; Playwright's own five seconds are too short for a slow machine.
    private const float ExpectTimeout = 60_000;

    // The variable can name any browser; then Debian's name comes first.
    private static readonly string?[] Paths =
    [
        Environment.GetEnvironmentVariable("CHROMIUM_PATH"),
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Whether there is none.</summary>
    public static bool IsMissing => Path is null;

    private static string? Path => Paths.FirstOrDefault(path => path is not null && File.Exists(path));

    /// <summary>Skips the test where there is none.</summary>
    public static void SkipWithout() =>
        Assert.SkipWhen(IsMissing, "There is no Chromium. On Debian: apt-get install chromium; or name another in CHROMIUM_PATH.");

    public async ValueTask InitializeAsync()
    {
        // A fixture cannot skip its tests: they do it themselves.
        if (IsMissing)
            return;
        playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(ExpectTimeout);
        browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Path,
                Args =
                [
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    // A name that is not this machine's: a browser takes its plain http for insecure.
                    $"--host-resolver-rules=MAP {FarHost} 127.0.0.1",
                    .. Environment.IsPrivilegedProcess ? ["--no-sandbox"] : Array.Empty<string>(),
                ],
            }
        );
    }

    /// <summary>A window with nothing of another one: no cookies, no storage.</summary>
    public async Task<IBrowserContext> OpenAsync(BrowserNewContextOptions options)
    {
        SkipWithout();
        return await browser!.NewContextAsync(options);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
