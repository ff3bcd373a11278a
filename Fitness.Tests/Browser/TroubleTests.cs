using System.Net;
using Fitness.Tests.Chromium;
using Fitness.Tests.Hosting;
using Microsoft.Playwright;

namespace Fitness.Tests.Browser;

/// <summary>What a person reads when something does not work: a sentence and a next step, never nothing.</summary>
public sealed class TroubleTests(TestBrowser browser, SharedEngine engine)
{
    [Fact]
    public async Task Too_many_requests_are_said_and_waited_for()
    {
        await using var api = new ApiFixture(engine).With(SettingNames.UserRequests, "12").With("RateLimits:User:WindowSeconds", "8");
        await VisitAsync(api, "activities", async window =>
        {
            window.Foresee(429);
            await window.IsReadyAsync();
            for (var i = 0; i < 12; i++)
                (await api.Client.GetAsync("/v1/activities", TestContext.Current.CancellationToken)).Dispose();
            await window.Page.GetByLabel("Sport").SelectOptionAsync("running");
            await Expect(window.Page.GetByText("Those were too many requests in a short time.")).ToBeVisibleAsync();
            await Expect(window.Page.GetByText("No activity is like that.")).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task A_storage_that_does_not_answer_is_said_and_what_was_entered_stays()
    {
        var storage = new HookedDynamoDBClient(engine);
        await using var api = new ApiFixture(engine).WithStorage(storage);
        await VisitAsync(api, "new", async window =>
        {
            await window.Page.GetByLabel("Sport").SelectOptionAsync("rowing");
            await window.Page.GetByLabel("Time, pauses included").FillAsync("0:20:00");
            storage.InsteadOfTransaction = _ => throw HookedDynamoDBClient.Away();
            window.Foresee(503);
            await window.Button("Save").ClickAsync();
            await Expect(window.Page.GetByText("The storage does not answer at the moment.")).ToBeVisibleAsync();
            await Expect(window.Page.GetByLabel("Time, pauses included")).ToHaveValueAsync("0:20:00");
            storage.InsteadOfTransaction = null;
            // By itself, after the seconds that the service has named.
            await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Rowing");
        });
    }

    [Fact]
    public async Task A_slow_storage_shows_that_something_is_on_its_way()
    {
        var answer = new TaskCompletionSource();
        var storage = new HookedDynamoDBClient(engine);
        await using var api = new ApiFixture(engine).WithStorage(storage);
        await VisitAsync(api, "me", async window =>
        {
            await Expect(window.Page.Locator(".user")).ToBeVisibleAsync();
            storage.BeforeQuery = _ => answer.Task;
            await window.Link("Activities").ClickAsync();
            await Expect(window.Page.Locator("[aria-busy=true]")).ToBeVisibleAsync();
            await window.Page.GetByText("Pictures").First.ClickAsync();
            await Expect(window.Page.Locator("[aria-busy=true]").First).ToBeVisibleAsync();
            answer.SetResult();
            await window.IsReadyAsync();
        });
    }

    [Fact]
    public async Task A_service_that_is_gone_is_said_and_found_again()
    {
        await using var api = new ApiFixture(engine);
        await VisitAsync(api, "activities", async window =>
        {
            await window.IsReadyAsync();
            window.ForeseeNoAnswer();
            await window.Page.Context.SetOfflineAsync(true);
            await window.Page.GetByLabel("Sport").SelectOptionAsync("running");
            await Expect(window.Page.GetByText("The service does not answer.").First).ToBeVisibleAsync();
            await window.Page.Context.SetOfflineAsync(false);
            await Expect(window.Page.GetByText("No activity is like that.")).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task Two_tabs_know_of_each_other()
    {
        await using var api = new ApiFixture(engine);
        await VisitAsync(api, "activities", async window =>
        {
            await Expect(window.Page.GetByText("There is no activity yet.")).ToBeVisibleAsync();
            var other = await window.Page.Context.NewPageAsync();
            await other.GotoAsync(new Uri(api.Client.BaseAddress!, "/#/new").AbsoluteUri);
            await other.GetByLabel("Sport").SelectOptionAsync("golf");
            await other.GetByLabel("Time, pauses included").FillAsync("2:20:00");
            await other.GetByText("Save", new PageGetByTextOptions { Exact = true }).ClickAsync();
            await Expect(other.Locator("h1")).ToHaveTextAsync("Golf");
            await Expect(window.Link("Golf")).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task An_old_tab_says_that_a_newer_page_is_served_by_now()
    {
        await using var api = new ApiFixture(engine);
        await VisitAsync(api, "me", async window =>
        {
            await Expect(window.Page.Locator(".user")).ToBeVisibleAsync();
            // A deployment.
            await window.Page.RouteAsync(api.Client.BaseAddress!.AbsoluteUri, route =>
                route.FulfillAsync(new RouteFulfillOptions { Body = """<script type="module" src="/page/main-NEWER000.js"></script>""" })
            );
            // As for somebody who comes back to the tab.
            await window.Page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");
            await Expect(window.Page.GetByText("A newer page is served here.")).ToBeVisibleAsync();
            await Expect(window.Button("Reload")).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task An_address_that_is_not_there_says_so_and_leads_on()
    {
        await using var api = new ApiFixture(engine);
        await VisitAsync(api, "", async window =>
        {
            window.Foresee(404);
            var response = await window.Page.GotoAsync(new Uri(api.Client.BaseAddress!, "/no/such?page").AbsoluteUri);
            Assert.Equal((int)HttpStatusCode.NotFound, response!.Status);
            await Expect(window.Page.Locator("h1")).ToHaveTextAsync("There is nothing here");
            await Expect(window.Page.Locator("main")).ToContainTextAsync("/no/such");
            await window.Link("The activities").ClickAsync();
            await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Activities");
        });
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private async Task VisitAsync(ApiFixture api, string view, Func<PageWindow, Task> visit)
    {
        TestBrowser.SkipWithout();
        await api.InitializeAsync();
        await PageWindow.VisitAsync(browser, api.Client.BaseAddress!, visit, view);
    }
}
