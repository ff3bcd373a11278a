using Microsoft.Playwright;

namespace Fitness.Tests.Dashboard;

/// <summary>What a developer sees after F5 before anything else has happened.</summary>
public sealed class NormalStartTests(DashboardFixture dashboard) : IClassFixture<DashboardFixture>
{
    [Fact]
    public async Task Nothing_is_red_or_yellow()
    {
        // The list renders only the visible rows.
        await dashboard.Page.SetViewportSizeAsync(1200, 2000);
        // Wait for the last span of the start, the comparison of the table with its definition.
        await dashboard.OpenAsync("/traces");
        await dashboard.Row("DynamoDB.DescribeTimeToLive").WaitForAsync();
        foreach (var row in await dashboard.Page.GetByRole(AriaRole.Row).AllAsync())
        {
            // How the dashboard marks a trace with a failed span.
            Assert.DoesNotContain("error", await row.GetAttributeAsync("class") ?? "", StringComparison.OrdinalIgnoreCase);
        }
        await dashboard.OpenAsync("/structuredlogs");
        await dashboard.Row("Now listening on").WaitForAsync();
        foreach (var level in new[] { "Warning", "Error", "Critical" })
            Assert.Equal(
                0,
                await dashboard.Page.GetByRole(AriaRole.Gridcell, new PageGetByRoleOptions { Name = level, Exact = true }).CountAsync()
            );
    }
}
