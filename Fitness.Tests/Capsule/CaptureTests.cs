using System.Text;
using System.Text.Json.Nodes;
using Fitness.Api.Features.Capsule.Capture;

namespace Fitness.Tests.Capsule;

/// <summary>The capture of a service by a process beside it.</summary>
public sealed class CaptureTests(CaptureFixture service) : IClassFixture<CaptureFixture>
{
    private const string Container =
        """{"state":{"status":"running"},"options":{"splunk-token":"176FCEBF-4CF5-4EDF-91BC-703796522D20"},"changed":["A /tmp2/CHANGED"]}""";

    private const string Jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzb21lYm9keSJ9.5mhBHqs5_DTLdINd9p5m7ZJ6XD0Xc55kIaCRY5r6HRA";

    [Fact]
    public async Task Several_users_are_hidden_by_one_set_of_masks_in_requests_table_and_log()
    {
        var (first, second, other) = (Name("anna"), Name("bertha"), Name("carl"));
        // The order of the requests does not decide who is called what.
        await CaptureFixture.PutAsync(service.Client(second), "two", "Mit Tante Gerda");
        await CaptureFixture.PutAsync(service.Client(first), "one", "Mit Tante Gerda");
        await CaptureFixture.PutAsync(service.Client(other), "three", "Ohne Tante");
        await service.SaveAsync(second, first, other);
        var files = await service.CaptureFilesAsync(
            Request(
                [second, first],
                $"2026-06-01T10:00:00Z Name Mit Tante Gerda of {first}",
                $"x user {other} failed",
                "x 'Frei er Text' is no number"
            )
        );
        ReportFile.HasNot(files, "Gerda", "Tante", first, second, other, "Frei er");
        var index = Index(files);
        Assert.Equal(["user-1", "user-2"], index["users"]!.AsArray().Select(user => (string?)user));
        var requests = ReportFile.Lines(files["requests.ndjson"]);
        Assert.Equal(
            [("user-2", "/v1/activities/two"), ("user-1", "/v1/activities/one")],
            requests.Select(request => ((string?)request["user"], (string?)request["request"]!["target"]))
        );
        var hidden = requests.Select(request => (string)request["request"]!["body"]!["json"]!["name"]!).Distinct().Single();
        var items = ReportFile.Lines(files["table.ndjson"]);
        Assert.Equal([hidden, hidden], items.Select(item => (string?)item["name"]?["S"]).OfType<string>());
        Assert.Equal(["user-1", "user-2"], items.Select(item => (string)item["userId"]!["S"]!).Distinct().Order(StringComparer.Ordinal));
        var log = Encoding.UTF8.GetString(files["logs.txt"]).Split('\n');
        Assert.Equal($"2026-06-01T10:00:00Z Name {hidden} of user-1", log[0]);
        Assert.Equal("x user another-user failed", log[1]);
        Assert.Equal("running", (string?)JsonNode.Parse(files["container.json"])!["state"]!["status"]);
    }

    [Fact]
    public async Task A_secret_is_in_no_byte_and_the_index_says_where_one_was()
    {
        var user = Name("s");
        await CaptureFixture.PutAsync(service.Client(user), "one", $"x {CaptureFixture.Key}");
        await service.SaveAsync(user);
        string[] log =
        [
            $"a {CaptureFixture.Key} b",
            $"GET /x?y=1 Authorization: Bearer {Jwt}",
            "x password=hunter2 next",
            "-----BEGIN RSA PRIVATE KEY-----",
            "MIIEabc",
            "-----END RSA PRIVATE KEY-----",
            "end",
            "AKIAABCDEFGHIJKLMNOP wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        ];
        var files = await service.CaptureFilesAsync(
            Request([user]) with
            {
                Title = "With ghp_abcdefghijklmnopqrstuvwxyz0123456789",
                Note = $"I sent {Jwt}, token=abcdef123456 and https://me:hunter3@host/",
                Input = Input(Container.Replace("CHANGED", Jwt, StringComparison.Ordinal), log),
            }
        );
        ReportFile.HasNot(
            files,
            CaptureFixture.Key,
            "with-\\\"quotes",
            Jwt,
            Jwt[^20..],
            "hunter2",
            "hunter3",
            "MIIE",
            "AKIA",
            "wJalr",
            "ghp_",
            "abcdef123456",
            "176FCEBF"
        );
        var redacted = Index(files)["redacted"]!.AsArray().Select(one => $"{one!["file"]}: {one["kind"]} {one["count"]}").ToList();
        Assert.Equal(
            [
                "capsule.json: GitHub token 1",
                "capsule.json: JSON Web Token 1",
                "capsule.json: password in an address 1",
                "capsule.json: token 1",
                "container.json: JSON Web Token 1",
                "container.json: value of a secret's name 1",
                "logs.txt: AWS access key 1",
                "logs.txt: AWS secret key 1",
                "logs.txt: JSON Web Token 1",
                "logs.txt: password 1",
                "logs.txt: private key 1",
                "logs.txt: value of Parity__Key 1",
            ],
            redacted.Order(StringComparer.Ordinal)
        );
        Assert.Contains("password=[redacted: password] next", Encoding.UTF8.GetString(files["logs.txt"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_value_of_a_secret_setting_is_found_in_an_address_and_in_Base64_too()
    {
        var user = Name("e");
        await CaptureFixture.PutAsync(service.Client(user), "one", "Eins");
        await service.SaveAsync(user);
        string[] forms =
        [
            Uri.EscapeDataString(CaptureFixture.Key),
            .. Enumerable
                .Range(0, 3)
                .Select(before => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{new string('a', before)}{CaptureFixture.Key}:behind"))),
        ];
        var files = await service.CaptureFilesAsync(Request([user]) with { Title = "t", Note = string.Join(' ', forms) });
        ReportFile.HasNot(files, [.. forms.Select(form => form[12..36])]);
        Assert.Contains(
            "capsule.json: value of Parity__Key 4",
            Index(files)["redacted"]!.AsArray().Select(one => $"{one!["file"]}: {one["kind"]} {one["count"]}")
        );
    }

    [Fact]
    public async Task What_is_captured_replays_as_it_was()
    {
        var (first, second) = (Name("r1"), Name("r2"));
        await CaptureFixture.PutAsync(service.Client(first), "one", "Eins");
        await CaptureFixture.PutAsync(service.Client(second), "one", "Zwei");
        using var page = await service.Client(first).GetAsync("/v1/activities?limit=1", TestContext.Current.CancellationToken);
        using var changes = await service.Client(second).GetAsync("/v1/activities/changes", TestContext.Current.CancellationToken);
        await service.SaveAsync(first, second);
        var (before, result) = await ReplayFixture.ReplayAsync(await service.CaptureAsync(Request([first, second])));
        Assert.True(result.IsSame(isStrict: true), ReplayFixture.Text(result));
        Assert.Equal((1, 4), (before.First, result.Requests.Count(request => request.NotSent is null)));
    }

    [Fact]
    public async Task Nobody_is_captured_who_is_not_named()
    {
        var user = Name("n");
        await CaptureFixture.PutAsync(service.Client(user), "one", "Eins");
        await service.SaveAsync(user);
        var refused = await Assert.ThrowsAsync<StartException>(() => service.CaptureAsync(Request([])));
        Assert.Matches(@"^Whose data\? (1 user has|\d+ users have) recorded requests\.", refused.Message);
        var said = new List<string>();
        await service.CaptureAsync(Request([]) with { Users = null }, said.Add);
        Assert.Matches(@"^All users: the data of (1 person leaves|\d+ people leave) this service\.$", said[0]);
        refused = await Assert.ThrowsAsync<StartException>(() => service.CaptureAsync(Request(["nobody"])));
        Assert.Equal("There is nothing of the user 'nobody'.", refused.Message);
    }

    [Fact]
    public async Task A_secret_in_the_name_is_refused_and_not_repeated()
    {
        var user = Name("x");
        await CaptureFixture.PutAsync(service.Client(user), "one", "Eins");
        await service.SaveAsync(user);
        var refused = await Assert.ThrowsAsync<StartException>(() => service.CaptureAsync(Request([user]) with { Name = Jwt }));
        Assert.Equal("The name has a secret in it: JSON Web Token.", refused.Message);
    }

    [Fact]
    public async Task Of_a_user_who_has_erased_all_the_records_of_before_are_not_captured()
    {
        var user = Name("e");
        var client = service.Client(user);
        await CaptureFixture.PutAsync(client, "one", "Eins");
        await service.SaveAsync(user);
        using var erased = await client.DeleteAsync("/v1/me", TestContext.Current.CancellationToken);
        Assert.True(erased.IsSuccessStatusCode);
        var files = await TryAsync(user);
        Assert.True(files is null || files["requests.ndjson"].Length == 0);
    }

    private async Task<Dictionary<string, byte[]>?> TryAsync(string user)
    {
        try
        {
            return await service.CaptureFilesAsync(Request([user]));
        }
        catch (StartException exception)
        {
            Assert.Contains("There is nothing of the user", exception.Message, StringComparison.Ordinal);
            return null;
        }
    }

    private static string Name(string user) => $"{user}-{Guid.NewGuid():N}";

    private static JsonNode Index(Dictionary<string, byte[]> files) => JsonNode.Parse(files["capsule.json"])!;

    private static CaptureRequest Request(string[] users, params string[] log) =>
        new(users, "It is wrong", null, "a-name", "somebody", IsLive: true, Input(Container, log));

    private static StringReader Input(string container, string[] log) => new(string.Join('\n', ["", "", container, .. log]));
}
