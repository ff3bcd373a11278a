using Microsoft.Playwright;

namespace Fitness.Tests.Dashboard;

/// <summary>What the dashboard shows of a start before anything else has happened.</summary>
/// <param name="Traces">How each trace is marked.</param>
/// <param name="Logs">How many structured logs there are of each level.</param>
internal sealed record NormalStart(IReadOnlyList<string> Traces, IReadOnlyDictionary<string, int> Logs)
{
    private const int EveryRow = 2000;

    public static async Task<NormalStart> ReadAsync(DashboardFixture dashboard)
    {
        // The list renders only the visible rows.
        await dashboard.Page.SetViewportSizeAsync(DashboardFixture.Width, EveryRow);
        // Wait for the last span of the start, the comparison of the table with its definition.
        await dashboard.OpenAsync("/traces");
        await dashboard.Row("DynamoDB.DescribeTimeToLive").WaitForAsync();
        List<string> traces = [];
        foreach (var row in await dashboard.Page.GetByRole(AriaRole.Row).AllAsync())
            traces.Add(await row.GetAttributeAsync("class") ?? "");
        await dashboard.OpenAsync("/structuredlogs");
        await dashboard.Row("Now listening on").WaitForAsync();
        Dictionary<string, int> logs = [];
        foreach (var level in new[] { "Information", "Warning", "Error", "Critical" })
            logs[level] = await dashboard
                .Page.GetByRole(AriaRole.Gridcell, new PageGetByRoleOptions { Name = level, Exact = true })
                .CountAsync();
        await dashboard.Page.SetViewportSizeAsync(DashboardFixture.Width, DashboardFixture.Height);
        return new NormalStart(traces, logs);
    }
}
