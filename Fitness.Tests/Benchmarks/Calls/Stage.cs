using System.Diagnostics;
using System.Text.RegularExpressions;
using Fitness.Api.Features.Import;
using Fitness.Api.Storage.Engine;
using Fitness.Api.Web.Authentication;
using Fitness.Tests.Support;

namespace Fitness.Benchmarks.Calls;

/// <summary>One engine, and every service that reads from it. All of them run the whole time; the load goes to one after the other.</summary>
internal sealed partial class Stage : IAsyncDisposable
{
    public const string OursAheadOfTime = "ours, ahead of time";
    public const string OursJit = "ours, JIT";
    public const string BareAheadOfTime = "bare, ahead of time";
    public const string BareJit = "bare, JIT";
    public const string OursWithToken = "ours, with an RS256 token";
    public const string OursOfUsers = "ours, 32 users by token";
    public const string Story = "the story's stack";
    private const string Unlimited = "1000000000";
    private const int Users = 32;
    private static readonly TimeSpan TokenLife = TimeSpan.FromDays(1);
    private readonly List<Service> services = [];
    private readonly EngineProcess engine;
    private readonly TestIssuer issuer;

    private Stage(EngineProcess engine, string data, TestIssuer issuer)
    {
        (this.engine, this.issuer) = (engine, issuer);
        Engine = new Service("the engine alone", Process.GetProcessById(engine.Id), new Uri($"http://127.0.0.1:{engine.Port}"), data);
        Tokens = [.. Enumerable.Range(1, Users).Select(user => TokenOf($"user-{user}"))];
    }

    public Service Engine { get; }

    /// <summary>The API in each form.</summary>
    public IReadOnlyList<Service> Ours { get; private set; } = [];

    /// <summary>The bare one in each form.</summary>
    public IReadOnlyList<Service> Bare { get; private set; } = [];

    /// <summary>The API with the check of tokens.</summary>
    public Service Checked { get; private set; } = null!;

    /// <summary>The story's service; null if it cannot run here.</summary>
    public Service? Ruby { get; private set; }

    /// <summary>The header with the demo user's token.</summary>
    public string DemoToken => TokenOf(DemoUser.Id);

    /// <summary>The headers with the tokens of other users.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>Starts everything, and writes what is missing and why.</summary>
    public static async Task<Stage> StartAsync(Programs programs, CancellationToken cancellation)
    {
        var data = Directory.CreateTempSubdirectory("fitness-bench-").FullName;
        var started = await EngineProcess.StartAsync(
            EngineBinary.Find(),
            new EngineOptions { DataPath = data },
            null,
            _ => { },
            _ => { },
            cancellation
        );
        var stage = new Stage(started, data, await TestIssuer.StartAsync());
        if (programs.Missing is { } missing)
            Console.WriteLine(missing);
        stage.Ours = await stage.StartAsync((OursAheadOfTime, programs.ApiAheadOfTime), (OursJit, programs.ApiJit));
        stage.Bare = await stage.StartAsync((BareAheadOfTime, programs.BareAheadOfTime), (BareJit, programs.BareJit));
        stage.Checked = await stage.StartAsync(
            OursWithToken,
            programs.ApiAheadOfTime ?? programs.ApiJit,
            Routes.Alive,
            stage.issuer.Settings
        );
        if (await RubyProgram.FindMissingAsync() is { } gems)
            Console.WriteLine(gems);
        else
            stage.Ruby = await stage.AddAsync(Service.StartAsync(Story, RubyProgram.Command, stage.Endpoint, Routes.FirstActivity));
        return stage;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in services)
            service.Dispose();
        Engine.Dispose();
        engine.Dispose();
        await issuer.DisposeAsync();
    }

    private string TokenOf(string user) =>
        $"Authorization:Bearer {issuer.Token(user, token => token.Expires = TimeProvider.System.GetUtcNow().UtcDateTime + TokenLife)}";

    private (string Name, string Value)[] Endpoint => [(SettingNames.Endpoint, Engine.Address.GetLeftPart(UriPartial.Authority))];

    private async Task<IReadOnlyList<Service>> StartAsync(params (string Name, string[]? Command)[] forms)
    {
        var started = new List<Service>();
        foreach (var (name, command) in forms)
            if (command is not null)
                started.Add(await StartAsync(name, command, Routes.FirstActivity));
        return started;
    }

    private Task<Service> StartAsync(string name, string[] command, string ready, params (string Name, string Value)[] settings) =>
        AddAsync(
            Service.StartAsync(
                name,
                address => [.. command, "--urls", address.GetLeftPart(UriPartial.Authority)],
                [
                    .. ImageVariables(),
                    (SettingNames.Environment, EnvironmentNames.Development),
                    .. Endpoint,
                    (SettingNames.UserRequests, Unlimited),
                    ("RateLimits:Address:Requests", Unlimited),
                    ($"{ImportOptions.Section}:{nameof(ImportOptions.PerUser)}", "1000"),
                    ($"{ImportOptions.Section}:{nameof(ImportOptions.InAll)}", "1000"),
                    .. settings,
                ],
                ready
            )
        );

    private async Task<Service> AddAsync(Task<Service> starting)
    {
        var service = await starting;
        services.Add(service);
        return service;
    }

    /// <summary>The runtime's variables of the image.</summary>
    private static IEnumerable<(string Name, string Value)> ImageVariables() =>
        RuntimeVariable()
            .Matches(File.ReadAllText(Repository.PathOf("deploy", "image", "Dockerfile")))
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value));

    [GeneratedRegex(@"^(?:ENV)? +(DOTNET_\w+)=(\S+)", RegexOptions.Multiline, Patterns.TimeoutMilliseconds)]
    private static partial Regex RuntimeVariable();
}
