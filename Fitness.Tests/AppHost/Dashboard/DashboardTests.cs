using System.Net;
using Fitness.Tests.Support;
using Microsoft.Playwright;

namespace Fitness.Tests.Dashboard;

/// <summary>What a developer sees after F5. Screenshots are in <c>artifacts/dashboard</c>.</summary>
public sealed class DashboardTests(DashboardFixture dashboard) : IClassFixture<DashboardFixture>
{
    private const string Traced = "GET /v1/activities/{id}";

    [Fact]
    public void After_the_start_nothing_is_red_or_yellow()
    {
        Assert.NotEmpty(dashboard.Start.Traces);
        // How the dashboard marks a trace with a failed span.
        Assert.All(dashboard.Start.Traces, mark => Assert.DoesNotContain("error", mark, StringComparison.OrdinalIgnoreCase));
        Assert.True(dashboard.Start.Logs["Information"] > 0, "The levels are not found.");
        Assert.All(dashboard.Start.Logs.Where(level => level.Key != "Information"), level => Assert.Equal(0, level.Value));
    }

    [Fact]
    public async Task Every_resource_runs_and_is_healthy()
    {
        await dashboard.OpenAsync("/");
        foreach (var resource in new[] { "api", "dynamodb" })
        {
            await dashboard.Row(resource).WaitForAsync();
            // 'Running (Unhealthy)' until the health checks have passed.
            await Eventually.WaitForAsync(
                async () => (await dashboard.Row(resource).InnerTextAsync()).Split('\n', '\t').Any(cell => cell.Trim() == "Running"),
                () => $"{resource} is not healthy."
            );
        }
        await dashboard.ShowAsync("resources");
    }

    [Theory]
    [InlineData("Page", Routes.Page, "Fitness")]
    [InlineData("API", Routes.FirstActivity, "activity_id")]
    [InlineData("Reference", Routes.ApiReference, "Fitness")]
    [InlineData("Environment", Routes.EnvironmentDescription, "software")]
    public async Task Each_link_opens_what_it_says(string name, string path, string content)
    {
        await dashboard.OpenAsync("/");
        var link = dashboard.Row("api").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = name, Exact = true });
        var address = new Uri((await link.GetAttributeAsync("href"))!);
        Assert.Equal((dashboard.Api.BaseAddress!.Port, path), (address.Port, address.AbsolutePath));
        var opened = await dashboard.Page.Context.NewPageAsync();
        try
        {
            var response = await opened.GotoAsync(address.AbsoluteUri);
            Assert.Equal(200, response!.Status);
            await Assertions.Expect(opened.Locator("body")).ToContainTextAsync(content);
        }
        finally
        {
            await opened.CloseAsync();
        }
    }

    [Fact]
    public async Task The_table_is_emptied_after_a_question_and_filled_again()
    {
        await dashboard.CommandAsync("Empty the table");
        await Assertions
            .Expect(dashboard.Page.GetByText("This deletes every activity of every user in the local table."))
            .ToBeVisibleAsync();
        await dashboard.ShowAsync("question");
        Assert.Equal(HttpStatusCode.OK, await FirstAsync());
        await dashboard.Page.GetByText("Yes", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await Eventually.WaitForAsync(async () => await FirstAsync() == HttpStatusCode.NotFound, () => "The table is not emptied.");
        await dashboard.CommandAsync("Fill with sample data");
        await Eventually.WaitForAsync(async () => await FirstAsync() == HttpStatusCode.OK, () => "The table is not filled.");
    }

    [Fact]
    public async Task A_request_is_a_trace_with_the_storages_spans_a_log_and_a_metric()
    {
        using (var response = await dashboard.Api.GetAsync("/v1/activities/1", TestContext.Current.CancellationToken))
            response.EnsureSuccessStatusCode();
        await dashboard.OpenAsync("/traces");
        await dashboard.Row(Traced).WaitForAsync();
        await dashboard.ShowAsync("traces");
        await dashboard.Row(Traced).GetByText(Traced).ClickAsync();
        // The API's call, and the HTTP request to the engine.
        await Assertions.Expect(dashboard.Row("DynamoDB/GetItem")).ToBeVisibleAsync();
        await Assertions.Expect(dashboard.Row("HTTP POST")).ToContainTextAsync("dynamodb");
        await dashboard.ShowAsync("trace");

        await dashboard.OpenAsync("/structuredlogs");
        await dashboard.Row("sample activities of the demo user are in it now").WaitForAsync();
        await dashboard.ShowAsync("structured-logs");

        await dashboard.OpenAsync("/metrics/resource/api");
        await dashboard.Page.GetByTitle("http.server.request.duration").First.ClickAsync();
        await Assertions.Expect(dashboard.Page.GetByText("Duration of HTTP server requests").First).ToBeVisibleAsync();
        await dashboard.ShowAsync("metrics");
    }

    private async Task<HttpStatusCode> FirstAsync()
    {
        using var response = await dashboard.Api.GetAsync(Routes.FirstActivity, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
