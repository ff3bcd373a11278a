using Deque.AxeCore.Playwright;
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

    public static TheoryData<string, string> Looks
    {
        get
        {
            var looks = new TheoryData<string, string>();
            foreach (var view in Views.Keys)
            foreach (var look in Look.All)
                looks.Add(view, look.Name);
            return looks;
        }
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public Task It_is_accessible_and_fits(string view, string look) =>
        PageWindow.VisitAsync(
            browser,
            api.Client.BaseAddress!,
            async window =>
            {
                await Assertions.Expect(window.Page.Locator("h1")).ToBeVisibleAsync();
                await Assertions.Expect(window.Page.Locator(".badge")).ToContainTextAsync("healthy");
                await window.IsReadyAsync();
                await window.ShowAsync($"{view}-{look}");
                var result = await window.Page.RunAxe();
                Assert.Empty(
                    result.Violations.SelectMany(violation =>
                        violation.Nodes.Select(node =>
                            $"{violation.Id}: {violation.Help}: {node.Html}: {string.Join("; ", node.Any.Select(check => check.Message))}"
                        )
                    )
                );
                Assert.True(
                    await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                    "It is wider than the window."
                );
            },
            Views[view],
            Look.Of(look)
        );
}
