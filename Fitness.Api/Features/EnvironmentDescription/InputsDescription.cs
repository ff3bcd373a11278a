using System.Collections;

namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>What the runtime, the C library, OpenSSL, the embedded engine and the AWS SDK read beside the settings.</summary>
/// <param name="Variables">The environment variables that are set, of those in <see cref="InputSource.All"/>.</param>
/// <param name="Files">The files that are there; the value is their SHA-256.</param>
internal sealed record InputsDescription(
    SortedDictionary<string, InputDescription> Variables,
    SortedDictionary<string, InputDescription> Files
)
{
    // https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html
    private static readonly (string Name, string Variable)[] AwsFiles =
    [
        ("config", "AWS_CONFIG_FILE"),
        ("credentials", "AWS_SHARED_CREDENTIALS_FILE"),
    ];

    /// <summary>Reads them.</summary>
    /// <param name="key">The key of the secrets' hashes; null for none.</param>
    public static InputsDescription Read(string? key) => new(ReadVariables(key), ReadFiles(key));

    private static SortedDictionary<string, InputDescription> ReadVariables(string? key)
    {
        var variables = new SortedDictionary<string, InputDescription>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var (name, value) = ((string)variable.Key, (string?)variable.Value ?? "");
            if (InputSource.All.Any(source => source.Open.Any(pattern => Matches(name, pattern))))
                variables[name] = new InputDescription(value, null);
            else if (InputSource.All.Any(source => source.Secret.Any(pattern => Matches(name, pattern))))
                variables[name] = InputDescription.OfSecret(name, value, key);
        }
        return variables;
    }

    private static SortedDictionary<string, InputDescription> ReadFiles(string? key)
    {
        var files = new SortedDictionary<string, InputDescription>(StringComparer.Ordinal);
        foreach (var (name, places) in OperatingSystem.IsLinux() ? LinuxFiles.All : [])
            if (places.Select(ContentHash.OfFile).FirstOrDefault(hash => hash is not null) is { } hash)
                files[name] = new InputDescription(hash, null);
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        foreach (var (name, variable) in AwsFiles)
        {
            var path = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? given : Path.Combine(home, ".aws", name);
            // It has credentials, so that even its hash is shown only under the key.
            if (ContentHash.OfFile(path) is { } hash)
                files[$"aws-{name}"] = InputDescription.OfSecret(name, hash, key);
        }
        return files;
    }

    private static bool Matches(string name, string pattern) =>
        pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern;
}

/// <summary>An input: its value or, if that can carry credentials, only that it is there.</summary>
/// <param name="Value">The value; null for a secret.</param>
/// <param name="Secret">What may be disclosed about a secret; null for any other input.</param>
internal sealed record InputDescription(string? Value, SecretDescription? Secret)
{
    public static InputDescription OfSecret(string name, string value, string? key) => new(null, SecretDescription.Of(name, value, key));
}
