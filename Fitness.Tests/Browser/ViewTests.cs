using Fitness.Tests.Chromium;
using Microsoft.Playwright;

namespace Fitness.Tests.Browser;

/// <summary>Each view, at a desk and on a telephone, light and dark: everybody can use it, and it fits.</summary>
public sealed class ViewTests(TestBrowser browser, FilledApi api) : IClassFixture<FilledApi>
{
    /// <summary>The views, by the names of their screenshots.</summary>
    private static readonly Dictionary<string, string> Views = new(StringComparer.Ordinal)
    {
        ["pictures"] = "",
        ["activities"] = "activities",
        ["activity"] = $"activities/{FilledApi.First}",
        ["edit"] = $"activities/{FilledApi.First}/edit",
        ["new"] = "new",
        ["import"] = "import",
        ["environment"] = "environment",
        ["me"] = "me",
        ["unknown"] = "nowhere",
    };

    public static TheoryData<string> Names => [.. Views.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public Task It_is_accessible_and_fits(string view) =>
        PageWindow.VisitAsync(
            browser,
            api.Client.BaseAddress!,
            async window =>
            {
                foreach (var look in Look.All)
                {
                    await window.LookAsync(look);
                    await Assertions.Expect(window.Page.Locator("h1")).ToBeVisibleAsync();
                    await Assertions.Expect(window.Page.Locator(".badge")).ToContainTextAsync("healthy");
                    await window.IsReadyAsync();
                    await window.ShowAsync($"{view}-{look.Name}");
                    Assert.Empty((await Axe.FindAsync(window.Page)).Select(violation => $"{look.Name}: {violation}"));
                    Assert.True(
                        await window.Page.EvaluateAsync<bool>(
                            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
                        ),
                        $"{look.Name}: it is wider than the window."
                    );
                }
            },
            Views[view]
        );

    [Fact]
    public Task A_planted_fault_is_found() => PageWindow.VisitAsync(browser, api.Client.BaseAddress!, async window =>
        {
            await window.Page.EvaluateAsync("document.querySelector('footer').append(document.createElement('button'))");
            Assert.Contains(await Axe.FindAsync(window.Page), violation => violation.StartsWith("button-name", StringComparison.Ordinal));
        });
}
