using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Fitness.Tests.Browser;

/// <summary>axe, the checker of accessibility: https://github.com/dequelabs/axe-core.</summary>
internal static class Axe
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>
    /// What it finds, by all of its rules. It runs in the page itself: Deque's own call for Playwright opens another page for each run, for
    /// the sake of frames, of which there are none here, and takes ten times as long.
    /// </summary>
    public static async Task<string[]> FindAsync(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("typeof axe === 'object'"))
            await page.EvaluateAsync(Script);
        return await page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.flatMap(({ id, help, nodes }) =>
              nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html}: ${failureSummary}`))
            """
        );
    }
}
