using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.RegularExpressions;
using Fitness.Api.Features.Page;
using Fitness.Api.Settings;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Startup;

[SuppressMessage("Design", "CA1054", Justification = "They are the setting's text.")]
public sealed partial class StartNoticeTests
{
    private const string Open = "http://127.0.0.1:0;http://0.0.0.0:0";
    private const string Warning = "Other machines can reach http://0.0.0.0:";

    [Fact]
    public async Task The_console_says_once_what_to_open_and_it_can_be_opened()
    {
        Platform.RequireSignals();
        await using var api = await StartAsync("http://127.0.0.1:0", ("DOTNET_RUNNING_IN_CONTAINER", ""));
        var addresses = await AddressesAsync(api);
        Assert.Equal(
            [.. Page($"{api.Client.BaseAddress}"), $"{api.Client.BaseAddress}activity/1", $"{api.Client.BaseAddress}scalar"],
            addresses
        );
        Assert.Single(Notice().Matches(api.Output));
        // The engine's address is no page to open.
        Assert.DoesNotContain("Dynoxide listening", api.Output, StringComparison.Ordinal);
        foreach (var address in addresses)
        {
            using var response = await api.Client.GetAsync(address, TestContext.Current.CancellationToken);
            Assert.True(response.IsSuccessStatusCode, address);
        }
        Assert.Equal(0, await api.StopAsync());
        Assert.DoesNotContain("Other machines can reach", api.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_asks_before_the_samples_are_there_waits_for_them()
    {
        Platform.RequireSignals();
        var address = FreeAddress.Find();
        using var client = new HttpClient { BaseAddress = address };
        var starting = StartAsync(address.GetLeftPart(UriPartial.Authority));
        HttpStatusCode? first = null;
        await Eventually.WaitForAsync(
            async () =>
            {
                try
                {
                    using var response = await client.GetAsync(Routes.FirstActivity, TestContext.Current.CancellationToken);
                    first = response.StatusCode;
                }
                catch (HttpRequestException)
                {
                    // It does not listen yet.
                }
                return first is not null || starting.IsCompleted;
            },
            () => "it never answered"
        );
        await using var api = await starting;
        Assert.Equal(HttpStatusCode.OK, first);
    }

    [Theory]
    [InlineData("http://localhost:10001", "http://localhost:10001")]
    [InlineData("http://localhost:10001", "http://0.0.0.0:80", "http://localhost:10001")]
    [InlineData("http://localhost:8080", "http://[::]:8080")]
    [InlineData("http://localhost:8080", "http://*:8080")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080")]
    [InlineData("http://192.0.2.1:8080", "http://192.0.2.1:8080")]
    public void The_address_is_one_that_a_browser_on_this_machine_can_open(string expected, params string[] listening) =>
        Assert.Equal(expected, ServerAddress.OnThisMachine(listening));

    [Fact]
    public async Task In_a_container_the_published_port_is_left_to_the_reader_and_decides_who_can_reach_it()
    {
        Platform.RequireSignals();
        await using var api = await StartAsync(Open, ("DOTNET_RUNNING_IN_CONTAINER", "true"));
        const string published = "http://localhost:<published";
        var addresses = await AddressesAsync(api);
        Assert.Equal([.. Page(published), published, published], addresses);
        Assert.Equal(0, await api.StopAsync());
        Assert.DoesNotContain(Warning, api.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_samples_and_the_page_it_names_none_and_it_warns_when_other_machines_can_reach_it()
    {
        Platform.RequireSignals();
        await using var api = await StartAsync(
            Open,
            ("DOTNET_RUNNING_IN_CONTAINER", ""),
            ("Sample__Enabled", "false"),
            ("Page__Enabled", "false")
        );
        Assert.Equal([$"{api.Client.BaseAddress}scalar"], await AddressesAsync(api));
        Assert.Equal(0, await api.StopAsync());
        Assert.Contains(Warning, api.Output, StringComparison.Ordinal);
    }

    /// <summary>The page's address, unless the build has no page.</summary>
    private static string[] Page(string address) => PageFile.Index is null ? [] : [address];

    private static Task<ApiProcess> StartAsync(string urls, params (string, string)[] settings) =>
        ApiProcess.StartAsync([
            ("Engine__DataPath", Folders.Create()),
            ("Engine__InMemory", "true"),
            ("ASPNETCORE_URLS", urls),
            .. settings,
        ]);

    private static async Task<string[]> AddressesAsync(ApiProcess api)
    {
        await Eventually.WaitForAsync(() => Task.FromResult(Notice().IsMatch(api.Output)), () => api.Output);
        return [.. Address().Matches(Notice().Match(api.Output).Value).Select(match => match.Value)];
    }

    [GeneratedRegex("Open .* This is Fitness [^ ]+ in Development.")]
    private static partial Regex Notice();

    [GeneratedRegex("http://[^ ,]+")]
    private static partial Regex Address();
}
