using Fitness.Api.Settings;

namespace Fitness.Tests.Startup;

/// <summary>Values that no setting of a kind accepts.</summary>
internal static class Nonsense
{
    private static readonly string[] Words = ["maybe", "1x", "-", "ünsinn", "true;false", "x y"];

    /// <summary>The values for the setting.</summary>
    public static IEnumerable<string> For(Setting row) => [" ", "\t ", .. Of(row.Kind)];

    private static string[] Of(SettingKind kind) =>
        kind.Type switch
        {
            "switch" => [.. Words, "yes", "1", "0", "on", " true", "true "],
            "word" => [.. Words, "1", "gRPC "],
            "environment" => [.. Words, "Staging", "1"],
            "log level" => [.. Words, "3", "Loud", "Verbose"],
            "number" =>
            [
                .. Words,
                "1.5",
                "1e3",
                "0x10",
                " 7",
                "7 ",
                "1,000",
                "99999999999",
                .. kind.Bounds!.Value.Least > 0 ? new[] { "0", "-1" } : ["-1"],
                .. kind.Bounds.Value.Greatest < int.MaxValue ? new[] { $"{kind.Bounds.Value.Greatest + 1}" } : [],
            ],
            "region" => [.. Words, "eu-central", "EU-CENTRAL-1", "eu-central-1 ", "eu_central_1", "\u0000"],
            "table" => ["ab", "x y", "täble", "a/b", new string('a', 256), "arn:aws:x", "abc\n"],
            "image" => ["fitness/api:1.0", "fitness/api", "x@sha256:12", "sha256:abc", $"x@sha256:{new string('0', 64)}\n"],
            "addresses" or "address" when kind == SettingKind.ServerAddresses || kind == SettingKind.OneServerAddress =>
            [
                "nonsense",
                "5000",
                ":5000",
                "ftp://localhost:5000",
                "https://localhost:5001",
                "HTTPS://*:443",
                "http://",
                "http://:5000",
                "http://localhst:5093",
                "http://example.com:80",
                "http://localhost:99999",
                "http://localhost:-1",
                "http://localhost:x",
                "http://localhost:0",
                "http://localhost:5000/base",
                "http://256.1.1.1:5000",
                "http://unix:/nowhere/x.sock",
                "http://8.8.8.8:5093",
                "http://*:70000",
                "tcp://127.0.0.1:1",
                ";",
            ],
            "address" =>
            [
                "nonsense",
                "localhost:8000",
                "//host",
                "/path",
                "ftp://host",
                "file:///etc/passwd",
                "http://",
                "https:// x",
                "http:host",
            ],
            "ports" when kind == SettingKind.NoPorts => ["443", "x"],
            "ports" => ["abc", "65536", "-1", "80;abc", "80,81", "8 0", "0x50", ";", "1.5"],
            "headers" => ["nonsense", "=v4lue", "a b=c", "a=b,nonsense", "a:b", "ü=x", "a=b,,c=d"],
            "attributes" => ["nonsense", "=value", "a=b,nonsense", "a=b,,c=d"],
            "hosts" => [";", "exa mple.com", "http://host", "a/b", "host:80", "*.*"],
            "key" => ["sh0rt-key", "123456789012345"],
            "text" when kind == SettingKind.Word => ["x y", "a\nb", " x"],
            "text" => ["a\nb", "a\u0007b", "a\rb"],
            "Base64" => ["!", "abc", "a b=c"],
            "duration" => [.. Words, "0", "60", "-00:01:00", "00:00:00", "1000.00:00:00", "25:61:00"],
            "share" => [.. Words, "-0.1", "1.1", "1,5", "NaN", "50%"],
            "time format" => ["%", "\\"],
            "folder" when kind == SettingKind.Folder =>
            [
                "",
                typeof(Nonsense).Assembly.Location,
                Path.Combine(typeof(Nonsense).Assembly.Location, "below"),
                $"/{new string('x', 256)}",
                $"/{string.Join('/', Enumerable.Repeat("long", 200))}",
                "a\0b",
            ],
            "folder" or "path" => ["/nowhere/at/all"],
            _ => throw new InvalidOperationException($"No nonsense for the type '{kind.Type}'."),
        };
}
