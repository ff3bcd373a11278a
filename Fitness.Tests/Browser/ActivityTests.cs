using System.Net;
using System.Text.Json.Nodes;
using Fitness.Tests.Chromium;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using Microsoft.Playwright;

namespace Fitness.Tests.Browser;

/// <summary>What a person does with activities on the page, and what another device does meanwhile.</summary>
public sealed class ActivityTests(TestBrowser browser, SharedEngine engine) : PageTest(browser, engine)
{
    private static readonly PageGetByLabelOptions Exact = new() { Exact = true };

    [Fact]
    public Task An_empty_table_says_what_to_do_next() => VisitAsync("activities", async window =>
        {
            await Expect(window.Page.GetByText("There is no activity yet.")).ToBeVisibleAsync();
            await window.Page.GetByRole(AriaRole.Article).GetByText("Add an activity").ClickAsync();
            await Expect(window.Page.GetByLabel("Sport")).ToBeVisibleAsync();
        });

    [Fact]
    public Task With_the_keyboard_alone_one_is_added_changed_and_found() => VisitAsync("new", async window =>
        {
            window.Foresee(400);
            await window.Page.GetByLabel("Sport").FocusAsync();
            await window.Page.Keyboard.TypeAsync("Running");
            await window.Page.GetByLabel("Distance").FocusAsync();
            await window.Page.Keyboard.TypeAsync("10.5");
            await window.PressAsync("Enter");
            // The field that is missing has the focus, and says so.
            await Expect(window.Page.GetByLabel("Time, pauses included")).ToBeFocusedAsync();
            await window.Page.Keyboard.TypeAsync("0:52:30");
            await window.PressAsync("Enter");
            await Expect(window.Page.Locator("h1")).ToBeFocusedAsync();
            await Expect(window.Page.Locator("main")).ToContainTextAsync("10.50 km");

            await window.Button("Edit").FocusAsync();
            await window.PressAsync("Enter");
            await window.Page.GetByLabel("Name", Exact).FocusAsync();
            await window.Page.Keyboard.TypeAsync("Along the river");
            await window.PressAsync("Enter");
            await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Along the river");
            var stored = Assert.Single((await ListAsync()).AsArray())!;
            Assert.Equal((10500, 3150, 2), ((double)stored["distanceMeters"]!, (int)stored["elapsedSeconds"]!, (int)stored["version"]!));
        });

    [Fact]
    public Task When_another_device_was_faster_each_field_can_be_chosen() => VisitAsync("activities", async window =>
        {
            var id = await AddAsync("""{"sport":"running","start":"2026-11-01T07:30:00+01:00","elapsedSeconds":1800,"name":"Both"}""");
            await window.GoAsync($"activities/{id}/edit");
            await window.Page.GetByLabel("Name", Exact).FillAsync("Mine");
            using (var other = await Api.Client.PatchAsync(id, """{"name":"Theirs","steps":4000}""", ("If-Match", "*")))
                Assert.Equal(HttpStatusCode.OK, other.StatusCode);
            window.Foresee(412);
            await window.Button("Save").ClickAsync();
            await Expect(window.Page.GetByText("Somebody else was faster")).ToBeVisibleAsync();
            await Expect(window.Page.GetByLabel("Theirs: Theirs")).ToBeVisibleAsync();
            await window.ShowAsync("conflict-desktop-light");
            await window.Page.GetByLabel("Mine: Mine").CheckAsync();
            await window.Button("Save this").ClickAsync();
            await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Mine");
            var stored = Assert.Single((await ListAsync()).AsArray())!;
            Assert.Equal(("Mine", 4000), ((string?)stored["name"], (int)stored["steps"]!));
        });

    [Fact]
    public Task A_deletion_can_be_undone() => VisitAsync("activities", async window =>
        {
            var id = await AddAsync("""{"sport":"running","start":"2026-11-01T07:30:00+01:00","elapsedSeconds":1800,"name":"Dear"}""");
            await window.GoAsync($"activities/{id}");
            await window.Button("Delete").ClickAsync();
            await Expect(window.Page.GetByText("“Dear” is deleted.")).ToBeVisibleAsync();
            Assert.Empty((await ListAsync()).AsArray());
            await window.Button("Undo").ClickAsync();
            await Expect(window.Link("Dear")).ToBeVisibleAsync();
            Assert.Equal(id, (string?)Assert.Single((await ListAsync()).AsArray())!["id"]);
        });

    [Fact]
    public Task What_another_device_does_shows_up_without_a_reload() => VisitAsync("activities", async window =>
        {
            await Expect(window.Page.GetByText("There is no activity yet.")).ToBeVisibleAsync();
            var id = await AddAsync(
                """{"sport":"running","start":"2026-11-01T07:30:00+01:00","elapsedSeconds":1800,"name":"From the watch"}"""
            );
            await Expect(window.Link("From the watch")).ToBeVisibleAsync();
            using (await Api.Client.PatchAsync(id, """{"name":"Renamed there"}""", ("If-Match", "*")))
                await Expect(window.Link("Renamed there")).ToBeVisibleAsync();
            using (await Api.Client.DeleteActivityAsync(id, ("If-Match", "*")))
                await Expect(window.Link("Renamed there")).ToHaveCountAsync(0);
        });

    [Fact]
    public Task Filters_stay_in_the_link() => VisitAsync("activities", async window =>
        {
            foreach (var (sport, day) in new[] { ("running", 1), ("cycling", 2), ("running", 20) })
                await AddAsync(
                    $$"""{"sport":"{{sport}}","start":"2026-11-{{day:00}}T07:30:00+01:00","elapsedSeconds":1800,"name":"{{sport}} {{day}}"}"""
                );
            await window.GoAsync("activities?sport=running&to=2026-11-10");
            await Expect(window.Page.GetByText("All 1 activities are shown.")).ToBeVisibleAsync();
            await Expect(window.Link("running 1")).ToBeVisibleAsync();
            await window.Page.GetByLabel("Sport").SelectOptionAsync("cycling");
            await Expect(window.Link("cycling 2")).ToBeVisibleAsync();
            Assert.Contains("sport=cycling", window.Page.Url, StringComparison.Ordinal);
            await window.Button("Show all").ClickAsync();
            await Expect(window.Page.GetByText("All 3 activities are shown.")).ToBeVisibleAsync();
        });

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("\u202Eright to left, מימין לשמאל")]
    [InlineData("long")]
    public Task A_hostile_name_and_notes_are_text(string name) => VisitAsync("activities", async window =>
        {
            var title = name == "long" ? new string('W', 200) : name;
            var body = new JsonObject
            {
                ["sport"] = "running",
                ["start"] = "2026-11-01T07:30:00+01:00",
                ["elapsedSeconds"] = 1800,
                ["name"] = title,
                ["notes"] = name == "long" ? new string('W', 5000) : name,
            };
            var id = await AddAsync(body.ToJsonString());
            await Expect(window.Page.Locator("tbody a")).ToHaveTextAsync(title);
            await FitsAsync(window);
            await window.GoAsync($"activities/{id}");
            await Expect(window.Page.Locator("h1")).ToHaveTextAsync(title);
            await Expect(window.Page.Locator("main img")).ToHaveCountAsync(0);
            await FitsAsync(window);
        });

    [Fact]
    public Task Files_are_imported_and_each_says_what_became_of_it() => VisitAsync("import", async window =>
        {
            window.Foresee(422);
            await window
                .Page.Locator("input[type=file]")
                .SetInputFilesAsync([
                    FileOf("cluetrust-heart-rate.gpx"),
                    FileOf("absurd-calories.tcx"),
                    // A session of half an hour, without the file's checksum.
                    new FilePayload
                    {
                        Name = "CUT.FIT",
                        MimeType = "",
                        Buffer = Convert.FromBase64String(
                            "DiA0CE4AAAAuRklUP9NAAAAAAAQAAQABAoQCAoQEBIYABAEAAQAA72JEQQAAEgAH/QSGAgSGBwSGCASGCQSGBQEABgEAAQj2YkQA72JEQHcbAPCzGgDQpQcAAQA="
                        ),
                    },
                    new FilePayload
                    {
                        Name = "nothing.gpx",
                        MimeType = "",
                        Buffer = [],
                    },
                    new FilePayload
                    {
                        Name = "broken.gpx",
                        MimeType = "",
                        Buffer = "<gpx><trk>"u8.ToArray(),
                    },
                ]);
            await Expect(window.Page.GetByText("Imported: 3 of 5.")).ToBeVisibleAsync();
            await Expect(window.Page.Locator(".upload").Nth(0)).ToContainTextAsync("New:");
            await Expect(window.Page.Locator(".upload").Nth(1)).ToContainTextAsync("Left out or cut:");
            await Expect(window.Page.Locator(".upload").Nth(2)).ToContainTextAsync("The file is cut short");
            await Expect(window.Page.Locator(".upload").Nth(3)).ToContainTextAsync("empty");
            await Expect(window.Page.Locator(".upload").Nth(4)).ToContainTextAsync("Line 1");
            await window.ShowAsync("imported-desktop-light");
            Assert.Equal(3, (await ListAsync()).AsArray().Count);
            await window.Page.Locator(".upload").Nth(2).GetByRole(AriaRole.Link).ClickAsync();
            await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Running");
            await Expect(window.Page.GetByText("changed just now on another device")).ToHaveCountAsync(0);
        });

    private static FilePayload FileOf(string name) =>
        new()
        {
            Name = name,
            MimeType = "",
            Buffer = File.ReadAllBytes(Repository.PathOf("Fitness.Tests", "Import", "Files", name)),
        };

    private static async Task FitsAsync(PageWindow window) =>
        Assert.True(await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));

    private async Task<string> AddAsync(string body)
    {
        var id = Http.NewId();
        using var response = await Api.Client.PutAsync(id, body);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return id;
    }

    private async Task<JsonNode> ListAsync()
    {
        using var response = await Api.Client.GetAsync("/v1/activities", TestContext.Current.CancellationToken);
        return (await response.JsonAsync())["items"]!;
    }
}
