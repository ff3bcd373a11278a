using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fitness.Parity.Local;

namespace Fitness.Parity;

/// <summary>Reads the environment descriptions of the two sides.</summary>
/// <param name="shell">Runs the programs that are needed.</param>
/// <param name="tokens">The tokens for services that require one.</param>
internal sealed class SideReader(Shell shell, SideTokens tokens)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The environment variables for this checkout's program: Development, without the settings in the user's shell for the AWS CLI or
    /// for another service, which are not part of the checkout.
    /// </summary>
    public static Dictionary<string, string?> OwnEnvironment()
    {
        var variables = Environment
            .GetEnvironmentVariables()
            .Keys.Cast<string>()
            .Where(name =>
                SettingNames.Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                || name.Contains("__", StringComparison.Ordinal)
            )
            .ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        variables[SettingNames.Environment] = EnvironmentNames.Development;
        return variables;
    }

    /// <summary>Reads the description of an address, a saved file, this checkout or an image.</summary>
    /// <param name="name">The side.</param>
    /// <param name="letter">A or B.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <exception cref="CommandException">It cannot be read; the message says which side and why.</exception>
    public async Task<Side> ReadAsync(string name, char letter, CancellationToken cancellation)
    {
        try
        {
            var text = name switch
            {
                SideName.OfCheckout => await OfCheckoutAsync(cancellation),
                _ when SideName.IsAddress(name) => await OfAddressAsync(SideName.AddressOf(name), letter, cancellation),
                _ when File.Exists(name) => await File.ReadAllTextAsync(name, cancellation),
                _ => await OfImageAsync(name, cancellation),
            };
            return new Side(name, Parse(name, text));
        }
        catch (Exception exception) when (exception is CommandException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{letter} cannot be read. {exception.Message}");
        }
    }

    /// <summary>Builds this checkout as it is deployed.</summary>
    /// <returns>The path of the program.</returns>
    /// <exception cref="CommandException">It does not build.</exception>
    public async Task<string> BuildAsync(CancellationToken cancellation)
    {
        const string project = "Fitness.Api";
        var (exitCode, program, error) = await shell.ReadAsync(
            new Invocation(
                Programs.Dotnet,
                "msbuild",
                project,
                "-restore",
                "-target:Build",
                "-property:Configuration=Release",
                "-getProperty:TargetPath"
            ),
            cancellation
        );
        return exitCode == 0
            ? program
            : throw new CommandException($"The checkout does not build: {FirstLine(error.Length > 0 ? error : program)}");
    }

    /// <summary>The image to run, and its reference by digest if it is known: from the name itself, from its registry, or from the build.</summary>
    public async Task<(string Image, string? Reference)> ResolveAsync(string name, CancellationToken cancellation)
    {
        var built = shell.Checkout.Release is { } release
            ? (Image: release.GetProperty("image").GetString()!, Digest: release.GetProperty("digest").GetString()!)
            : default;
        if (name == SideName.BuiltImage)
            name = built.Image ?? throw new CommandException("There is no image of this checkout. Build it: fitness image");
        if (ImageReference.IsByDigest(name))
        {
            // No pull is needed if the same digest was built here or pulled under another name.
            var digest = name[name.IndexOf('@', StringComparison.Ordinal)..];
            if (built.Digest is not null && digest == $"@{built.Digest}" && (await InspectAsync(built.Image, cancellation)).ExitCode == 0)
                return (built.Image, name);
            var (_, known, _) = await shell.ReadAsync(
                new Invocation(Programs.Docker, "images", "--digests", "--format", "{{.Repository}}@{{.Digest}}"),
                cancellation
            );
            return (known.Split('\n').FirstOrDefault(image => image.EndsWith(digest, StringComparison.Ordinal)) ?? name, name);
        }
        if (built.Image == name)
            return (name, $"{name.Split(':')[0]}@{built.Digest}");
        var (exitCode, digests, _) = await InspectAsync(name, cancellation);
        return (name, exitCode == 0 && digests.Length > 0 ? digests.Split('\n')[0] : null);
    }

    private static JsonObject Parse(string name, string text)
    {
        var fault = "it is no JSON object";
        try
        {
            if (JsonNode.Parse(text) is JsonObject description)
            {
                if (DescriptionShape.FindFaults(description).FirstOrDefault() is not { Pointer: { } pointer } found)
                    return description;
                fault = $"{pointer} has to be {found.Expected}";
            }
        }
        catch (JsonException)
        {
            // Reported below.
        }
        throw new CommandException($"'{name}' gives no environment description: {fault}. Is it a Fitness, and new enough?");
    }

    private async Task<string> OfAddressAsync(Uri address, char letter, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = Timeout };
        var description = new Uri($"{address.AbsoluteUri.TrimEnd('/')}{Routes.EnvironmentDescription}");
        try
        {
            var (status, text) = await GetAsync(client, description, null, cancellation);
            var token = tokens.Find(letter);
            // A token is sent only to a service that asks for one.
            if (RequiresToken(status) && token is not null)
                (status, text) = await GetAsync(client, description, token, cancellation);
            if (status == HttpStatusCode.OK)
                return text;
            throw new CommandException(
                RequiresToken(status)
                    ? $"{description} answers {(int)status}. It wants a token with the role '{Roles.Operators}' in the variable {SideTokens.Variable}{(token is null ? "" : "; the one that is there has no such role, or is not valid there")}."
                    : $"{description} answers {(int)status}.{Explain(text)}"
            );
        }
        catch (Exception exception)
            when (exception is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new CommandException($"{description} is not reached: {exception.Message}");
        }
    }

    private static async Task<(HttpStatusCode Status, string Text)> GetAsync(
        HttpClient client,
        Uri address,
        string? token,
        CancellationToken cancellation
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request, cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
    }

    /// <summary>What the service itself says of its refusal (RFC 9457), such as that it has another name; nothing if it is not the service.</summary>
    private static string Explain(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject problem && problem["title"] is JsonValue title
                ? $" {title} {problem["detail"]}".TrimEnd().ReplaceLineEndings(" ")
                : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static bool RequiresToken(HttpStatusCode status) => status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    private async Task<string> OfCheckoutAsync(CancellationToken cancellation) =>
        await DescribeAsync(
            new Invocation(Programs.Dotnet, await BuildAsync(cancellation), ApiProgram.DescribeCommand),
            OwnEnvironment(),
            cancellation
        );

    private async Task<string> OfImageAsync(string name, CancellationToken cancellation)
    {
        var (image, reference) = await ResolveAsync(name, cancellation);
        List<Argument> run = ["run", "--rm", "--network", "none"];
        if (reference is not null)
            run.AddRange(["--env", $"{SettingNames.Variable(SettingNames.Image)}={reference}"]);
        try
        {
            return await DescribeAsync(new Invocation(Programs.Docker, [.. run, image, ApiProgram.DescribeCommand]), null, cancellation);
        }
        catch (CommandException exception)
        {
            throw new CommandException($"'{name}' is no file and no address, and as an image it cannot be run: {exception.Message}");
        }
    }

    private Task<(int ExitCode, string Output, string Error)> InspectAsync(string name, CancellationToken cancellation) =>
        shell.ReadAsync(
            new Invocation(Programs.Docker, "image", "inspect", "--format", "{{join .RepoDigests \"\\n\"}}", name),
            cancellation
        );

    private async Task<string> DescribeAsync(
        Invocation invocation,
        IReadOnlyDictionary<string, string?>? environment,
        CancellationToken cancellation
    )
    {
        var (exitCode, output, error) = await shell.ReadAsync(invocation, cancellation, environment);
        return exitCode == 0 ? output : throw new CommandException($"'{invocation}' ended with exit code {exitCode}: {Reason(error)}");
    }

    /// <summary>A program's error message; for Docker not that it looks for the image elsewhere, but the result of that.</summary>
    private static string Reason(string error) =>
        error.Split('\n').FirstOrDefault(line => line.StartsWith("docker: ", StringComparison.Ordinal)) is { } docker
            ? docker.Trim()
            : FirstLine(error);

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();
}
