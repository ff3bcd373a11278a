using System.Net;
using System.Text.Json.Nodes;
using Fitness.Tests.Chromium;
using Fitness.Tests.Hosting;
using Microsoft.Playwright;

namespace Fitness.Tests.Browser;

/// <summary>What a tester sees in Test: where he is, who he is, and what is only for operators.</summary>
public sealed class QaTests(TestBrowser browser, QaApi api) : IClassFixture<QaApi>
{
    [Fact]
    public Task Before_signing_in_the_badge_says_Test_and_what_everybody_may_know() =>
        VisitAsync(async window =>
        {
            var badge = window.Page.Locator(".badge");
            await Expect(badge.Locator(".environment")).ToHaveTextAsync(EnvironmentNames.Test);
            await Expect(badge).ToHaveClassAsync("badge test");
            await Expect(badge).ToContainTextAsync("are for operators.");
            await Expect(badge).ToContainTextAsync("healthy");
            await Expect(badge).Not.ToContainTextAsync(LocalDefaults.Region);
            await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Who am I?");
            await Expect(window.Page.GetByText("This address is plain http.")).ToBeVisibleAsync();
            await Expect(window.Page.Locator("input[type=password]")).ToHaveCountAsync(0);
            await window.ShowAsync("sign-in-desktop-light");
        });

    [Fact]
    public Task A_text_that_is_no_token_and_an_expired_one_are_told_apart() =>
        VisitAsync(async window =>
        {
            await SignInAsync(window, "my password");
            await Expect(window.Page.GetByText("That is no access token")).ToBeVisibleAsync();
            window.Foresee(401);
            await SignInAsync(window, api.ExpiredToken());
            await Expect(window.Page.GetByText("Your token has expired.")).ToBeVisibleAsync();
            await SignInAsync(window, $"Bearer {api.Issuer.Token("ann")}");
            await Expect(window.Page.Locator(".user")).ToHaveTextAsync("ann");
        });

    [Fact]
    public Task With_a_token_everything_works_over_plain_http_and_the_token_stays_in_memory() =>
        VisitAsync(async window =>
        {
            var user = QaApi.NewUser();
            var token = api.Issuer.Token(user);
            await SignInAsync(window, token);
            await Expect(window.Page.Locator(".user")).ToHaveTextAsync(user);
            await window.Link("Activities").ClickAsync();
            await window.Page.GetByText("Add an activity").First.ClickAsync();
            // The list has a choice of sports, too.
            await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Add an activity");
            await window.Page.GetByLabel("Sport").SelectOptionAsync("rowing");
            await window.Page.GetByLabel("Time, pauses included").FillAsync("0:20:00");
            await window.Button("Save").ClickAsync();
            await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Rowing");
            using var client = api.As(user);
            using var list = await client.GetAsync("/v1/activities", TestContext.Current.CancellationToken);
            Assert.Single((await list.JsonAsync())["items"]!.AsArray());

            await window.Button("Something is wrong here").ClickAsync();
            await Expect(window.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("PUT /v1/activities/");
            await window
                .Page.Locator(".calls li")
                .Filter(new LocatorFilterOptions { HasText = "PUT" })
                .GetByText("Copy as curl")
                .ClickAsync();
            // Over plain http no clipboard is allowed: it is offered for copying by hand.
            var curl = await window.Page.GetByLabel("Copy this by hand").First.InputValueAsync();
            Assert.Contains("\"Authorization: Bearer $TOKEN\"", curl, StringComparison.Ordinal);
            Assert.Contains("--request PUT", curl, StringComparison.Ordinal);
            Assert.DoesNotContain(token, await window.Page.ContentAsync(), StringComparison.Ordinal);
            Assert.DoesNotContain(
                token,
                await window.Page.EvaluateAsync<string>(
                    "JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }) + document.cookie"
                ),
                StringComparison.Ordinal
            );
            await window.PressAsync("Escape");
            // Nothing of it outlives the tab's memory.
            await window.Page.ReloadAsync();
            await Expect(window.Page.GetByLabel("Access token")).ToBeVisibleAsync();
        });

    [Fact]
    public Task Another_user_sees_nothing_of_the_first() =>
        VisitAsync(async window =>
        {
            var first = QaApi.NewUser();
            using (var client = api.As(first))
            using (
                var response = await client.PutAsync(
                    Http.NewId(),
                    Http.Run.Replace("{", "{\"name\":\"Secret run\",", StringComparison.Ordinal)
                )
            )
                Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            await SignInAsync(window, api.Issuer.Token(first));
            await window.Link("Activities").ClickAsync();
            await Expect(window.Link("Secret run")).ToBeVisibleAsync();
            await window.Link("Who am I").ClickAsync();
            await window.Button("Forget the token").ClickAsync();
            await SignInAsync(window, api.Issuer.Token(QaApi.NewUser()));
            await window.Link("Activities").ClickAsync();
            await Expect(window.Page.GetByText("There is no activity yet.")).ToBeVisibleAsync();
            await Expect(window.Page.GetByText("Secret run")).ToHaveCountAsync(0);
        });

    [Fact]
    public Task The_environment_description_is_for_operators_who_can_compare_it() =>
        VisitAsync(async window =>
        {
            await SignInAsync(window, api.Issuer.Token(QaApi.NewUser()));
            await Expect(window.Page.Locator(".user")).ToBeVisibleAsync();
            await window.Page.GetByLabel("Where am I?").GetByText("Environment", new LocatorGetByTextOptions { Exact = true }).ClickAsync();
            await Expect(window.Page.Locator("main")).ToContainTextAsync("is for operators");
            await window.Link("Who am I").ClickAsync();
            await window.Button("Forget the token").ClickAsync();
            await SignInAsync(window, api.OperatorToken());
            await Expect(window.Page.Locator(".badge")).ToContainTextAsync(LocalDefaults.Region);
            await window.Page.GetByLabel("Where am I?").GetByText("Environment", new LocatorGetByTextOptions { Exact = true }).ClickAsync();
            await window.Page.GetByLabel("Search in it").FillAsync("AWS_REGION");
            await Expect(window.Page.Locator("main")).ToContainTextAsync(LocalDefaults.Region);

            var other = await DescriptionAsync();
            other["software"]!["runtime"] = ".NET 9.0.1";
            await window.Page.GetByLabel("Or its text").FillAsync(other.ToJsonString());
            await window.Button("Compare").ClickAsync();
            await Expect(window.Page.GetByText("Something differs that should not.")).ToBeVisibleAsync();
            await Expect(window.Page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Unexpected" }))
                .ToContainTextAsync(".NET 9.0.1");
            await window.ShowAsync("comparison-desktop-light");
            window.Foresee(422);
            await window.Page.GetByLabel("Or its text").FillAsync("{}");
            await window.Button("Compare").ClickAsync();
            await Expect(window.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        });

    private static async Task SignInAsync(PageWindow window, string token)
    {
        await window.Page.GetByLabel("Access token").FillAsync(token);
        await window.Button("Use it").ClickAsync();
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private Task VisitAsync(Func<PageWindow, Task> visit)
    {
        TestBrowser.SkipWithout();
        return PageWindow.VisitAsync(browser, api.Address, visit);
    }

    private async Task<JsonNode> DescriptionAsync()
    {
        using var client = api.AsOperator();
        using var response = await client.GetAsync(Routes.EnvironmentDescription, TestContext.Current.CancellationToken);
        return await response.JsonAsync();
    }
}
