using System.IO.Compression;
using System.Text.Json.Nodes;
using Fitness.Tests.Chromium;
using Microsoft.Playwright;

namespace Fitness.Tests.Browser;

/// <summary>A tester with only a browser finds a fault: “Something is wrong here” makes the file with which a developer sees it too.</summary>
public sealed class ReportTests(TestBrowser browser, FilledApi api) : IClassFixture<FilledApi>
{
    private static readonly string[] Views =
    [
        "",
        "activities",
        $"activities/{FilledApi.First}",
        $"activities/{FilledApi.First}/edit",
        "new",
        "import",
        "environment",
        "me",
        "nowhere",
    ];

    [Fact]
    public Task On_every_view_it_says_what_will_be_in_the_file_and_who_can_read_it() =>
        VisitAsync(async window =>
        {
            foreach (var view in Views)
            {
                await window.GoAsync(view);
                await window.IsReadyAsync();
                await window.Button("Something is wrong here").ClickAsync();
                await Expect(Dialog(window)).ToContainTextAsync("Who can read it: Whoever you give the file to.");
                await Expect(Dialog(window).GetByLabel("What did you do")).ToHaveValueAsync($"At {window.Page.Url}");
                await window.PressAsync("Escape");
                await Expect(Dialog(window)).ToHaveCountAsync(0);
                await Expect(window.Button("Something is wrong here")).ToBeFocusedAsync();
            }
        });

    [Fact]
    public Task The_file_has_what_was_asked_and_said_and_the_command_names_it() =>
        VisitAsync(async window =>
        {
            await window.IsReadyAsync();
            await OpenAsync(window);
            foreach (var look in Look.All)
            {
                await window.LookAsync(look);
                await IsFineAsync(window, $"report-{look.Name}");
            }
            await window.LookAsync(Look.Desktop);
            await Dialog(window).GetByLabel("What is wrong?").FillAsync("The week is wrong");
            await Dialog(window).GetByLabel("What did you do").FillAsync("I looked at it");
            var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Button("Make the file").PressAsync("Enter"));
            await using var content = File.OpenRead(await download.PathAsync());
            using var archive = new ZipArchive(content);
            Assert.Equal(
                ["capsule.json", "environment.json", "requests.ndjson", "table.ndjson"],
                archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)
            );
            await using var file = await archive.GetEntry("capsule.json")!.OpenAsync(TestContext.Current.CancellationToken);
            var index = (await JsonNode.ParseAsync(file, cancellationToken: TestContext.Current.CancellationToken))!;
            Assert.Equal(("The week is wrong", "I looked at it"), ((string?)index["title"], (string?)index["note"]));
            await Expect(Dialog(window).Locator("pre").First)
                .ToHaveTextAsync($"deploy/fitness replay {download.SuggestedFilename} --against .");
            await Expect(window.Button("Copy the command")).ToBeVisibleAsync();
            foreach (var look in Look.All)
            {
                await window.LookAsync(look);
                await IsFineAsync(window, $"report-made-{look.Name}");
            }
        });

    [Fact]
    public Task A_failure_is_named_in_the_note_and_an_upload_is_added_only_if_it_is_the_same_file() =>
        VisitAsync(async window =>
        {
            window.Foresee(422);
            await window.GoAsync("import");
            var track = new FilePayload
            {
                Name = "run.gpx",
                MimeType = "application/gpx+xml",
                Buffer = "<gpx>"u8.ToArray(),
            };
            await window.Page.Locator("input[type=file]").SetInputFilesAsync(track);
            await Expect(window.Page.Locator(".upload")).ToContainTextAsync("Refused");
            await OpenAsync(window);
            await Expect(Dialog(window).GetByLabel("What did you do"))
                .ToHaveValueAsync(new System.Text.RegularExpressions.Regex("import: The file cannot be read.*\nTrace [0-9a-f]{32}$"));
            await Dialog(window).GetByText("Add what you have uploaded").ClickAsync();
            var input = Dialog(window).GetByLabel("application/gpx+xml, 5 B");
            await input.SetInputFilesAsync(
                new FilePayload
                {
                    Name = "run.gpx",
                    MimeType = track.MimeType,
                    Buffer = "other"u8.ToArray(),
                }
            );
            await Dialog(window).GetByLabel("What is wrong?").FillAsync("My file is refused");
            await window.Button("Make the file").ClickAsync();
            await Expect(Dialog(window).GetByText("This is not the file that was uploaded")).ToBeVisibleAsync();
            await IsFineAsync(window, "report-upload-desktop-light");
            await input.SetInputFilesAsync(track);
            var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Button("Make the file").ClickAsync());
            await using var content = File.OpenRead(await download.PathAsync());
            using var archive = new ZipArchive(content);
            Assert.Contains(archive.Entries, entry => entry.FullName.StartsWith("uploads/", StringComparison.Ordinal) && entry.Length == 5);
        });

    [Fact]
    public Task Without_the_service_it_says_so_and_finds_it_again() =>
        VisitAsync(async window =>
        {
            await window.IsReadyAsync();
            window.ForeseeNoAnswer();
            await window.Page.Context.SetOfflineAsync(true);
            await window.Button("Something is wrong here").ClickAsync();
            await Expect(Dialog(window)).ToContainTextAsync("The service does not answer.");
            await IsFineAsync(window, "report-offline-desktop-light");
            await window.Page.Context.SetOfflineAsync(false);
            await Expect(Dialog(window)).ToContainTextAsync("Who can read it:");
        });

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private static ILocator Dialog(PageWindow window) => window.Page.GetByRole(AriaRole.Dialog);

    private static async Task OpenAsync(PageWindow window)
    {
        await window.Button("Something is wrong here").ClickAsync();
        await Expect(Dialog(window)).ToContainTextAsync("Who can read it:");
    }

    private static async Task IsFineAsync(PageWindow window, string shot)
    {
        await window.ShowAsync(shot);
        Assert.Empty((await Axe.FindAsync(window.Page)).Select(violation => $"{shot}: {violation}"));
        Assert.True(await Dialog(window).EvaluateAsync<bool>("dialog => dialog.scrollWidth <= dialog.clientWidth"), $"{shot} is too wide.");
    }

    private Task VisitAsync(Func<PageWindow, Task> visit)
    {
        TestBrowser.SkipWithout();
        return PageWindow.VisitAsync(browser, api.Client.BaseAddress!, visit);
    }
}
