using System.CommandLine;
using System.Globalization;

namespace Fitness.AppHost;

/// <summary>The AppHost's command line, which Aspire and the host read too.</summary>
internal static class AppHostCommandLine
{
    public static readonly Option<EngineKind?> Engine = Of<EngineKind?>(
        "--engine",
        "container|embedded",
        "The local engine. Unless given, the container if a container runtime can be used.",
        (text, out kind) =>
            (
                kind = Enum.GetValues<EngineKind>()
                    .Cast<EngineKind?>()
                    .FirstOrDefault(one => string.Equals($"{one}", text, StringComparison.OrdinalIgnoreCase))
            )
                is not null,
        "; use container or embedded."
    );

    public static readonly Option<string> EngineImage = Of<string>(
        "--engine-image",
        "name:tag",
        "DynamoDB Local's image, for those who may pull only from a mirror.",
        (text, out image) => ImageReference.IsByTagOrDigest(image = text),
        ". Name the image with its tag or digest, such as mirror.example/dynamodb-local:3.3.1."
    );

    public static readonly Option<string> Image = Of<string>(
        "--image",
        "name@sha256:…",
        "The published image to run as the API, instead of the project.",
        (text, out image) => ImageReference.IsByDigest(image = text) && ImageReference.IsByTagOrDigest(text),
        ". Name the image by digest, such as fitness/api@sha256:… (64 hexadecimal digits); 'docker images --digests' shows it."
    );

    public static readonly Option<string> Stack = Of<string>(
        "--stack",
        "name",
        $"The existing stack to use in {EnvironmentNames.Test}, instead of the developer's own.",
        (text, out stack) => (stack = text) is [not '-', ..],
        "; name a stack."
    );

    public static readonly Option<int?> Port = Of<int?>(
        "--port",
        "number",
        "The API's port on this machine; 0 for any free port.",
        (text, out port) =>
            (port = ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null) is not null,
        $"; use a number from 0 to {ushort.MaxValue}, 0 for any free port."
    );

    public static readonly Option<string> Persist = Flag("--persist", "The local engine keeps its data between runs.");

    public static readonly Option<string> Dashboard = Flag("--dashboard", "The published manifest includes the Aspire dashboard.");

    public static readonly Option<string> Capsule = Of<string>(
        "--capsule",
        "capsule",
        "The capsule with whose data the API starts, and whose requests it is sent again: a file, a folder or an image.",
        (text, out capsule) => Path.Exists(capsule = Path.GetFullPath(text)) || ImageReference.IsByTagOrDigest(capsule = text),
        "; name a file or a folder that is there, or an image with its tag."
    );

    // Aspire and the host read them from the same arguments. They are named so that a misspelled option can be told from them.
    private static readonly string[] OfAspire =
    [
        "operation",
        "publisher",
        "step",
        "list-steps",
        "output-path",
        "log-level",
        "include-exception-details",
        "clear-cache",
        "yes",
        "dcp-cli-path",
        "dcp-container-runtime",
        "dcp-dependency-check-timeout",
        "dcp-dashboard-path",
        "applicationName",
        "contentRoot",
    ];

    private static readonly RootCommand Command = Create();

    private delegate bool Reader<T>(string text, out T? value);

    /// <summary>Answers <c>--help</c> and <c>--version</c>.</summary>
    /// <returns>Whether there was such a question, so that nothing is to be run.</returns>
    /// <exception cref="StartException">An option is wrong.</exception>
    public static bool Answers(string[] arguments)
    {
        var parsed = Parse(arguments);
        if (parsed.Action is null)
            return false;
        parsed.Invoke();
        return true;
    }

    /// <summary>Reads the options.</summary>
    /// <exception cref="StartException">One is wrong, or there is none of that name.</exception>
    public static ParseResult Parse(string[] arguments)
    {
        var parsed = Command.Parse(arguments);
        if (parsed.Errors.Count > 0)
            throw new StartException(parsed.Errors[0].Message);
        // Any setting can be given to Aspire; those have a colon or an underscore in their names.
        var unknown = parsed.UnmatchedTokens.FirstOrDefault(token =>
            token.StartsWith('-') && token.Split('=')[0].All(character => char.IsAsciiLetter(character) || character == '-')
        );
        return unknown is null
            ? parsed
            : throw new StartException($"There is no option {unknown.Split('=')[0]}; --help shows those that there are.");
    }

    private static RootCommand Create()
    {
        var environment = new Option<string[]>("--environment")
        {
            HelpName = "name",
            Description = $"{EnvironmentNames.Development}, or {EnvironmentNames.Test} with a table in AWS.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new RootCommand("Runs the API with a local engine, a stack or an image, and the Aspire dashboard.")
        {
            Engine,
            EngineImage,
            Image,
            Stack,
            Port,
            Persist,
            Dashboard,
            Capsule,
            environment,
        };
        foreach (var name in OfAspire)
            command.Add(new Option<string[]>($"--{name}") { Hidden = true, Arity = ArgumentArity.ZeroOrMore });
        command.TreatUnmatchedTokensAsErrors = false;
        return command;
    }

    // With a value always, because Aspire takes whatever follows an option for its value. An Option<bool> would leave a wrong one aside.
    private static Option<string> Flag(string name, string description) =>
        Of<string>(name, "true|false", description, (text, out value) => bool.TryParse(value = text, out _), "; use true or false.");

    private static Option<T> Of<T>(string name, string value, string description, Reader<T> read, string remedy) =>
        new(name)
        {
            HelpName = value,
            Description = description,
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (read(text, out var found))
                    return found;
                result.AddError($"{name} is '{text}'{remedy}");
                return default;
            },
        };
}
