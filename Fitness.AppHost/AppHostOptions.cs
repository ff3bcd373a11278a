using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Fitness.AppHost;

/// <summary>The engine that serves the DynamoDB protocol in Development.</summary>
internal enum EngineKind
{
    /// <summary>DynamoDB Local in a container.</summary>
    Container,

    /// <summary>The engine that ships with the API.</summary>
    Embedded,
}

/// <summary>The AppHost's command line options.</summary>
internal sealed record AppHostOptions
{
    private static readonly string[] Names = ["engine", "engine-image", "image", "stack", "port", "persist", "dashboard"];

    /// <summary><c>--engine container|embedded</c>; null: the container if a container runtime can be used, otherwise embedded.</summary>
    public EngineKind? Engine { get; private init; }

    /// <summary><c>--engine-image NAME</c>: DynamoDB Local's image, for those who may pull only from a mirror.</summary>
    public string EngineImage { get; private init; } = DynamoDBLocal.Image;

    /// <summary><c>--image NAME@sha256:…</c>: the published image to run as the API, instead of the project.</summary>
    public string? Image { get; private init; }

    /// <summary><c>--stack NAME</c>: the existing stack to use in Test, instead of the developer's own.</summary>
    public string? Stack { get; private init; }

    /// <summary><c>--port N</c>: the API's port on this machine; 0 for any free port.</summary>
    public int Port { get; private init; } = Ports.Host;

    /// <summary><c>--persist true</c>: the local engine keeps its data between runs.</summary>
    public bool Persist { get; private init; }

    /// <summary><c>--dashboard true</c>: the published manifest includes the Aspire dashboard.</summary>
    public bool Dashboard { get; private init; }

    /// <summary>Reads only the command line, so that no environment variable (<c>PORT</c>, <c>IMAGE</c>) is taken for an option.</summary>
    /// <exception cref="StartException">An option is wrong; the message says what to do.</exception>
    public static AppHostOptions Read(string[] arguments, string environment)
    {
        var given = new ConfigurationBuilder().AddCommandLine(arguments).Build();
        foreach (var name in Names)
        {
            // The command line parser silently ignores such an option.
            var index = Array.IndexOf(arguments, $"--{name}");
            if (index >= 0 && (index + 1 == arguments.Length || arguments[index + 1].StartsWith("--", StringComparison.Ordinal)))
                throw new StartException($"--{name} wants a value.");
        }
        var options = new AppHostOptions
        {
            Engine = Choose<EngineKind>(given, "engine"),
            EngineImage = ReadEngineImage(given["engine-image"]),
            Image = given["image"],
            Stack = given["stack"],
            Port = ReadPort(given["port"]),
            Persist = Flag(given, "persist"),
            Dashboard = Flag(given, "dashboard"),
        };
        if (options.Image is { } image && !(ImageReference.IsByDigest(image) && ImageReference.IsByTagOrDigest(image)))
            throw new StartException(
                $"--image is '{image}'. Name the image by digest, such as fitness/api@sha256:… (64 hexadecimal digits); 'docker images --digests' shows it."
            );
        if (options.Stack is not null && environment != EnvironmentNames.Test)
            throw new StartException($"--stack is for {EnvironmentNames.Test} only; add --environment {EnvironmentNames.Test}.");
        if (given["engine-image"] is not null && options.Engine == EngineKind.Embedded)
            throw new StartException("--engine-image is for the engine in a container; leave it or --engine embedded out.");
        if (options is { Persist: true, Image: not null, Engine: EngineKind.Embedded })
            throw new StartException("--persist is not for the engine in an image, whose data lies in its container.");
        return options;
    }

    private static T? Choose<T>(IConfiguration given, string name)
        where T : struct, Enum
    {
        if (given[name] is not { } text)
            return null;
        return Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<T>(text, ignoreCase: true)
            : throw new StartException(
                $"--{name} is '{text}'; use {string.Join(" or ", Enum.GetNames<T>().Select(one => one.ToLowerInvariant()))}."
            );
    }

    private static bool Flag(IConfiguration given, string name) =>
        given[name] is { } text
        && (bool.TryParse(text, out var value) ? value : throw new StartException($"--{name} is '{text}'; use true or false."));

    private static string ReadEngineImage(string? text)
    {
        if (text is null)
            return DynamoDBLocal.Image;
        return ImageReference.IsByTagOrDigest(text)
            ? text
            : throw new StartException(
                $"--engine-image is '{text}'. Name the image with its tag or digest, such as mirror.example/dynamodb-local:3.3.1."
            );
    }

    private static int ReadPort(string? text)
    {
        if (text is null)
            return Ports.Host;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? port
            : throw new StartException($"--port is '{text}'; use a number from 0 to {ushort.MaxValue}, 0 for any free port.");
    }
}
