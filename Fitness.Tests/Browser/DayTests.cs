using System.Net;
using Fitness.Tests.Chromium;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Browser;

/// <summary>Days on the page are the service's: those of the clock where an activity began. The person's own clock is in Berlin.</summary>
public sealed class DayTests(TestBrowser browser, SharedEngine engine) : PageTest(browser, engine)
{
    [Fact]
    public Task A_day_lists_what_began_on_it_where_it_began() => VisitAsync("me", async window =>
        {
            // In Berlin, it is the next day already.
            await AddAsync("""{"sport":"running","start":"2025-06-01T23:30:00-08:00","elapsedSeconds":1800,"name":"Far away"}""");
            await window.GoAsync("activities?from=2025-06-02&to=2025-06-02");
            await Expect(window.Page.GetByText("No activity is like that.")).ToBeVisibleAsync();
            await window.GoAsync("?range=year&year=2025");
            await window.Page.Locator("a.day[aria-label*=' 1 June 2025']").ClickAsync();
            await Expect(window.Link("Far away")).ToBeVisibleAsync();
        });

    [Fact]
    public Task A_year_is_compared_with_the_whole_leap_year_before() => VisitAsync("me", async window =>
        {
            await AddAsync("""{"sport":"running","start":"2024-12-31T10:00:00Z","elapsedSeconds":3600,"distanceMeters":10000}""");
            await AddAsync("""{"sport":"running","start":"2025-06-01T10:00:00Z","elapsedSeconds":3600,"distanceMeters":10000}""");
            await window.GoAsync("?range=year&year=2025");
            await Expect(window.Page.GetByText("10.00 km, the same as in 2024.")).ToBeVisibleAsync();
        });

    [Fact]
    public Task A_start_in_summer_has_the_offset_of_summer() => VisitAsync("new", async window =>
        {
            var (start, offset) = (window.Page.Locator("[name=start]"), window.Page.GetByLabel("Offset from UTC at the start"));
            await start.FillAsync("2026-07-15T08:00");
            await Expect(offset).ToHaveValueAsync("+02:00");
            await start.FillAsync("2026-01-15T08:00");
            await Expect(offset).ToHaveValueAsync("+01:00");
            // One that the person has chosen stays.
            await offset.FillAsync("-05:00");
            await start.FillAsync("2026-07-15T08:00");
            await Expect(offset).ToHaveValueAsync("-05:00");
        });

    private async Task AddAsync(string body)
    {
        using var response = await Api.Client.PutAsync(Http.NewId(), body);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }
}
