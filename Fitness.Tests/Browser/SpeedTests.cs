using System.Globalization;
using System.Text.Json.Nodes;
using Fitness.Tests.Chromium;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Browser;

/// <summary>How the page feels with many activities, beside how it feels with few. The figures are in <c>artifacts/page/speed.txt</c>.</summary>
public sealed class SpeedTests(TestBrowser browser, SharedEngine engine) : PageTest(browser, engine)
{
    private const int Few = 100;
    private const int Some = 5_000;
    private const int Many = 10_000;
    private const int PerBatch = 100;

    // Milliseconds a frame while the list scrolls by half a window for each of them.
    private const string Frames = """
        async () => {
          const frames = [];
          let last = performance.now();
          for (let i = 0; i < 240; i++) {
            scrollBy(0, (i % 240 < 120 ? 1 : -1) * innerHeight / 2);
            await new Promise(requestAnimationFrame);
            const now = performance.now();
            frames.push(now - last);
            last = now;
          }
          return frames.reduce((sum, frame) => sum + frame, 0) / frames.length;
        }
        """;

    // Milliseconds since the page was opened; 0 until then.
    private const string FirstChart = "performance.getEntriesByName('fitness-first-chart')[0]?.startTime ?? 0";

    [Fact]
    public async Task Many_activities_scroll_as_smoothly_as_a_few()
    {
        LongForm.Only($"It stores {Many} activities");
        await FillAsync(0, Few);
        var few = await ScrollAsync(Few);
        await FillAsync(Few, Some);
        var chart = 0.0;
        await VisitAsync("", async window =>
        {
            // Playwright's own wait evaluates a text in the page, which its policy forbids.
            await Eventually.WaitForAsync(
                async () => (chart = await window.Page.EvaluateAsync<double>(FirstChart)) > 0,
                () => "There is no chart."
            );
        });
        await FillAsync(Some, Many);
        var many = await ScrollAsync(Many);
        var figures = string.Create(
            CultureInfo.InvariantCulture,
            $"a frame: {few:0.0} ms with {Few}, {many:0.0} ms with {Many}, ratio {many / few:0.00}; from opening to the first chart with {Some}: {chart:0} ms"
        );
        TestContext.Current.TestOutputHelper!.WriteLine(figures);
        Directory.CreateDirectory(Repository.PathOf("artifacts", "page"));
        await File.WriteAllTextAsync(Repository.PathOf("artifacts", "page", "speed.txt"), figures, TestContext.Current.CancellationToken);
        // A safety net: what one measures on a quiet machine is in the file.
        Assert.InRange(many / few, 0, 4);
    }

    private async Task<double> ScrollAsync(int all)
    {
        var mean = 0.0;
        await VisitAsync("activities", async window =>
        {
            // All of them, as for somebody who has scrolled down to the first one.
            for (var shown = 0; shown < all; shown = await window.Page.Locator("tbody tr").CountAsync())
            {
                await window.Page.EvaluateAsync("scrollTo(0, document.documentElement.scrollHeight)");
                await window.IsReadyAsync();
            }
            await window.Page.EvaluateAsync("scrollTo(0, 0)");
            mean = await window.Page.EvaluateAsync<double>(Frames);
        });
        return mean;
    }

    private async Task FillAsync(int from, int to)
    {
        var now = TimeProvider.System.GetUtcNow();
        for (var first = from; first < to; first += PerBatch)
        {
            var items = Enumerable
                .Range(first, PerBatch)
                .Select(number => new JsonObject
                {
                    ["id"] = $"many-{number}",
                    ["sport"] = number % 3 == 0 ? "cycling" : "running",
                    ["start"] = now.AddHours(-2 * number).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
                    ["elapsedSeconds"] = 1800 + number % 600,
                    ["distanceMeters"] = 5000 + number % 900,
                    ["averageHeartRate"] = 120 + number % 40,
                    ["name"] = $"Activity {number}",
                });
            using var response = await Api.Client.SendAsync(
                HttpMethod.Post,
                Routes.ActivityBatch,
                new JsonObject { ["items"] = new JsonArray([.. items]) }.ToJsonString()
            );
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }
}
