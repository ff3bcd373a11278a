using System.Text.Json.Nodes;
using Fitness.Parity.Local;

namespace Fitness.Cli;

/// <summary>An image that carries a capsule: the exact build that was captured, and the data part.</summary>
internal static class CapsuleImage
{
    private static readonly string[] Own = [SettingNames.Variable(SettingNames.CapsulePath), SettingNames.Environment];

    /// <summary>Makes it.</summary>
    /// <param name="engine">Docker.</param>
    /// <param name="captured">What was captured.</param>
    /// <param name="parts">The data part.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Its name.</returns>
    /// <exception cref="CommandException">There is one of this name already, or it cannot be made.</exception>
    public static async Task<string> MakeAsync(
        DockerEngine engine,
        CapturedContainer captured,
        CapsuleParts parts,
        string name,
        CancellationToken cancellation
    )
    {
        var image = $"{captured.Repository}:{parts.Index["version"]}-capsule-{name}";
        var container = await CreateAsync(engine, captured, name, cancellation);
        try
        {
            if ((await engine.RunAsync(cancellation, "image", "ls", "--quiet", image)).Length > 0)
                throw new CommandException($"There is an image {image} already; choose another --name.");
            using var folder = parts.ToTar(captured.Owner);
            await engine.FillAsync(container, "/", folder.CopyToAsync, cancellation);
            await engine.RunAsync(
                cancellation,
                "commit",
                "--change",
                $"ENV {SettingNames.Variable(SettingNames.CapsulePath)}={CapsuleNames.PathInImage} {SettingNames.Environment}={EnvironmentNames.Development}",
                container,
                image
            );
            await CheckAsync(engine, captured.ImageId, image, cancellation);
            return image;
        }
        finally
        {
            await engine.RemoveAsync(container);
        }
    }

    // Of the image, so that nothing of the captured container's own settings is in it. Its name is taken once: two captures would take the
    // image's name from each other.
    private static async Task<string> CreateAsync(
        DockerEngine engine,
        CapturedContainer captured,
        string name,
        CancellationToken cancellation
    )
    {
        var container = $"fitness-capsule-{name}";
        try
        {
            return await engine.RunAsync(cancellation, "create", "--name", container, captured.ImageId);
        }
        catch (CommandException exception) when (exception.Message.Contains("already in use", StringComparison.Ordinal))
        {
            throw new CommandException(
                $"Another capture makes the image of this name; choose another --name. If none runs any more: docker rm {container}"
            );
        }
    }

    // Docker's command line adds the proxies of its configuration, which can have passwords.
    private static async Task CheckAsync(DockerEngine engine, string origin, string image, CancellationToken cancellation)
    {
        var (before, now) = (await VariablesAsync(origin), await VariablesAsync(image));
        var more = now.Except(before, StringComparer.Ordinal).Except(Own, StringComparer.Ordinal).ToList();
        if (more.Count == 0)
            return;
        await engine.RunAsync(CancellationToken.None, "image", "rm", "--force", image);
        throw new CommandException(
            $"Docker has added {string.Join(", ", more)} to the image, which was therefore deleted. Take 'proxies' out of Docker's config.json, or write a file with --output."
        );

        async Task<HashSet<string>> VariablesAsync(string of) =>
            [
                .. ((await engine.InspectAsync("image", of, cancellation))["Config"]?["Env"] as JsonArray ?? []).Select(variable =>
                    ((string)variable!).Split('=')[0]
                ),
            ];
    }
}
