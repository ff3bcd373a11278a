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
    /// <summary><c>--engine container|embedded</c>; null: the container if a container runtime can be used, otherwise embedded.</summary>
    public EngineKind? Engine { get; private init; }

    /// <summary><c>--engine-image NAME</c>: DynamoDB Local's image, for those who may pull only from a mirror.</summary>
    public string EngineImage { get; private init; } = DynamoDBLocal.Image;

    /// <summary><c>--image NAME@sha256:…</c>: the published image to run as the API, instead of the project.</summary>
    public string? Image { get; private init; }

    /// <summary><c>--stack NAME</c>: the existing stack to use in Test, instead of the developer's own.</summary>
    public string? Stack { get; private init; }

    /// <summary><c>--port N</c>: the API's port on this machine; 0 for any free port.</summary>
    public int Port { get; private init; }

    /// <summary><c>--persist true</c>: the local engine keeps its data between runs.</summary>
    public bool Persist { get; private init; }

    /// <summary><c>--dashboard true</c>: the published manifest includes the Aspire dashboard.</summary>
    public bool Dashboard { get; private init; }

    /// <summary><c>--capsule CAPSULE</c>: the capsule with whose data the API starts, and whose requests it is sent again.</summary>
    public string? Capsule { get; private init; }

    /// <summary>Reads only the command line, so that no environment variable (<c>PORT</c>, <c>IMAGE</c>) is taken for an option.</summary>
    /// <exception cref="StartException">An option is wrong; the message says what to do.</exception>
    public static AppHostOptions Read(string[] arguments, string environment)
    {
        var given = AppHostCommandLine.Parse(arguments);
        var engineImage = given.GetValue(AppHostCommandLine.EngineImage);
        var options = new AppHostOptions
        {
            Engine = given.GetValue(AppHostCommandLine.Engine),
            EngineImage = engineImage ?? DynamoDBLocal.Image,
            Image = given.GetValue(AppHostCommandLine.Image),
            Stack = given.GetValue(AppHostCommandLine.Stack),
            Port = given.GetValue(AppHostCommandLine.Port) ?? Ports.Host,
            Persist = bool.TryParse(given.GetValue(AppHostCommandLine.Persist), out var persist) && persist,
            Capsule = given.GetValue(AppHostCommandLine.Capsule),
            Dashboard = bool.TryParse(given.GetValue(AppHostCommandLine.Dashboard), out var dashboard) && dashboard,
        };
        if (options.Stack is not null && environment != EnvironmentNames.Test)
            throw new StartException($"--stack is for {EnvironmentNames.Test} only; add --environment {EnvironmentNames.Test}.");
        if (engineImage is not null && options.Engine == EngineKind.Embedded)
            throw new StartException("--engine-image is for the engine in a container; leave it or --engine embedded out.");
        if (options.Capsule is not null && environment != EnvironmentNames.Development)
            throw new StartException($"--capsule is for {EnvironmentNames.Development} only; leave --environment out.");
        if (options is { Capsule: not null } and ({ Image: not null } or { Engine: not null } or { Persist: true }))
            throw new StartException(
                "--capsule starts the project with an engine of its own; leave --image, --engine and --persist out. 'deploy/fitness replay' replays on an image."
            );
        if (options is { Persist: true, Image: not null, Engine: EngineKind.Embedded })
            throw new StartException("--persist is not for the engine in an image, whose data lies in its container.");
        return options;
    }
}
