using System.Net;
using Fitness.Tests.Chromium;
using Fitness.Tests.Hosting;
using Microsoft.Playwright;

namespace Fitness.Tests.Browser;

/// <summary>Nothing of a user is left for the next one in the same tab, and nothing of his arrives later.</summary>
public sealed class OtherUserTests(TestBrowser browser, QaApi api) : IClassFixture<QaApi>
{
    [Fact]
    public Task Another_user_can_neither_undo_nor_report_what_the_first_did() =>
        VisitAsync(async window =>
        {
            var (first, second, id) = (QaApi.NewUser(), QaApi.NewUser(), Http.NewId());
            await AddAsync(first, id);
            await SignInAsync(window, first);
            await window.GoAsync($"activities/{id}");
            await window.Button("Delete").ClickAsync();
            await Expect(window.Page.GetByText("“Secret run” is deleted.")).ToBeVisibleAsync();
            await SwitchAsync(window, second);
            await Expect(window.Page.Locator(".user")).ToHaveTextAsync(second);
            await Expect(window.Button("Undo")).ToHaveCountAsync(0);
            await Expect(window.Page.GetByText("Secret run")).ToHaveCountAsync(0);
            await window.Button("Something is wrong here").ClickAsync();
            await Expect(window.Page.Locator(".calls li").First).ToBeVisibleAsync();
            await Expect(window.Page.GetByText(id)).ToHaveCountAsync(0);
        });

    [Fact]
    public Task An_answer_that_comes_late_is_not_for_another_user() =>
        VisitAsync(async window =>
        {
            var (first, second, id) = (QaApi.NewUser(), QaApi.NewUser(), Http.NewId());
            // Not on the thread that reads the browser's messages.
            var (asked, late) = (
                new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously),
                new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
            );
            await AddAsync(first, id);
            await SignInAsync(window, first);
            await window.GoAsync($"activities/{id}");
            await Expect(window.Button("Delete")).ToBeVisibleAsync();
            await window.Page.RouteAsync($"**/v1/activities/{id}", async route =>
            {
                // Not the browser asks now, but a program that knows nothing of its names.
                var url = route.Request.Url.Replace(TestBrowser.FarHost, IPAddress.Loopback.ToString(), StringComparison.Ordinal);
                var answer = await route.FetchAsync(new RouteFetchOptions { Url = url });
                asked.TrySetResult();
                await late.Task;
                await route.FulfillAsync(new RouteFulfillOptions { Response = answer });
            });
            await window.Button("Delete").ClickAsync();
            await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
            await SwitchAsync(window, second);
            await Expect(window.Page.Locator(".user")).ToHaveTextAsync(second);
            var answered = window.Page.WaitForResponseAsync($"**/v1/activities/{id}");
            late.SetResult();
            await answered;
            await window.Link("Activities").ClickAsync();
            await Expect(window.Page.GetByText("There is no activity yet.")).ToBeVisibleAsync();
            await Expect(window.Page.GetByText("Secret run")).ToHaveCountAsync(0);
        });

    [Fact]
    public Task Until_the_service_says_who_the_next_user_is_nobody_is_taken_for_the_last_one() =>
        VisitAsync(async window =>
        {
            var (first, second) = (QaApi.NewUser(), QaApi.NewUser());
            await SignInAsync(window, first);
            var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await window.Page.RouteAsync("**/environment/summary", async route =>
            {
                await answer.Task;
                await route.ContinueAsync();
            });
            await SwitchAsync(window, second);
            await Expect(window.Button("Forget the token")).ToBeVisibleAsync();
            await Expect(window.Page.GetByText(first)).ToHaveCountAsync(0);
            answer.SetResult();
            await Expect(window.Page.Locator(".user")).ToHaveTextAsync(second);
        });

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private Task VisitAsync(Func<PageWindow, Task> visit)
    {
        TestBrowser.SkipWithout();
        return PageWindow.VisitAsync(browser, api.Address, visit, "me");
    }

    private async Task AddAsync(string user, string id)
    {
        using var client = api.As(user);
        using var response = await client.PutAsync(id, Http.Run.Replace("{", "{\"name\":\"Secret run\",", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private async Task SwitchAsync(PageWindow window, string user)
    {
        await window.Link("Who am I").ClickAsync();
        await window.Button("Forget the token").ClickAsync();
        await EnterAsync(window, user);
    }

    private async Task SignInAsync(PageWindow window, string user)
    {
        await EnterAsync(window, user);
        await Expect(window.Page.Locator(".user")).ToHaveTextAsync(user);
    }

    private async Task EnterAsync(PageWindow window, string user)
    {
        await window.Page.GetByLabel("Access token").FillAsync(api.Issuer.Token(user));
        await window.Button("Use it").ClickAsync();
    }
}
