using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Fitness.AppHost;

/// <summary>What answers the DynamoDB protocol in Development.</summary>
internal enum EngineKind
{
    /// <summary>DynamoDB Local in a container.</summary>
    Container,

    /// <summary>The engine that the API brings along.</summary>
    Embedded,
}

/// <summary>Where the published API is to run.</summary>
internal enum PublishTarget
{
    /// <summary>One Docker host, by a Compose manifest.</summary>
    DockerHost,

    /// <summary>Amazon ECS, by the AWS CDK.</summary>
    Ecs,
}

/// <summary>What the command line asks the AppHost for.</summary>
internal sealed partial record AppHostOptions
{
    /// <summary><c>--engine container|embedded</c>; null: the container where a container engine runs, otherwise embedded.</summary>
    public EngineKind? Engine { get; private init; }

    /// <summary><c>--image NAME@sha256:…</c>: the published image that runs as the API, instead of the project.</summary>
    public string? Image { get; private init; }

    /// <summary><c>--stack NAME</c>: the existing stack to use in Test, instead of one of the developer's own.</summary>
    public string? Stack { get; private init; }

    /// <summary><c>--port N</c>: the API's port on this machine; 0 for any that is free.</summary>
    public int Port { get; private init; } = ServiceAddress.HostPort;

    /// <summary><c>--persist true</c>: the local engine keeps its data from run to run.</summary>
    public bool Persist { get; private init; }

    /// <summary><c>--target dockerhost|ecs</c>: what publishing makes.</summary>
    public PublishTarget Target { get; private init; }

    /// <summary><c>--dashboard true</c>: the published manifest brings the Aspire dashboard along.</summary>
    public bool Dashboard { get; private init; }

    /// <summary>Reads the command line alone, so that no variable of the machine (<c>PORT</c>, <c>IMAGE</c>) is taken for an option.</summary>
    /// <exception cref="StartException">An option is wrong, with what to do.</exception>
    public static AppHostOptions Read(string[] arguments, string environment)
    {
        var given = new ConfigurationBuilder().AddCommandLine(arguments).Build();
        var options = new AppHostOptions
        {
            Engine = Choose<EngineKind>(given, "engine"),
            Image = given["image"],
            Stack = given["stack"],
            Port = ReadPort(given["port"]),
            Persist = Flag(given, "persist"),
            Target = Choose<PublishTarget>(given, "target") ?? PublishTarget.DockerHost,
            Dashboard = Flag(given, "dashboard"),
        };
        if (options.Image is { } image && !DigestReference().IsMatch(image))
            throw new StartException($"--image is '{image}'. Name the image by digest, such as fitness/api@sha256:… (64 hexadecimal digits); 'docker images --digests' shows it.");
        if (options.Stack is not null && environment != SettingNames.Test)
            throw new StartException($"--stack is for {SettingNames.Test} only; add --environment {SettingNames.Test}.");
        return options;
    }

    private static T? Choose<T>(IConfiguration given, string name) where T : struct, Enum
    {
        if (given[name] is not { } text) return null;
        return Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0])
            ? value
            : throw new StartException($"--{name} is '{text}'; use {string.Join(" or ", Enum.GetNames<T>().Select(one => one.ToLowerInvariant()))}.");
    }

    private static bool Flag(IConfiguration given, string name) =>
        given[name] is { } text && (bool.TryParse(text, out var value) ? value : throw new StartException($"--{name} is '{text}'; use true or false."));

    private static int ReadPort(string? text)
    {
        if (text is null) return ServiceAddress.HostPort;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? port
            : throw new StartException($"--port is '{text}'; use a number from 0 to {ushort.MaxValue}, 0 for any free port.");
    }

    [GeneratedRegex("^[^@\\s]+@sha256:[0-9a-f]{64}$")]
    private static partial Regex DigestReference();
}
