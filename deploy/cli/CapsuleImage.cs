using Fitness.Parity.Local;

namespace Fitness.Cli;

/// <summary>An image that carries a capsule: the exact build that was captured, and the data part.</summary>
internal static class CapsuleImage
{
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
        if ((await engine.RunAsync(cancellation, "image", "ls", "--quiet", image)).Length > 0)
            throw new CommandException($"There is an image {image} already; choose another --name.");
        // Of the image, so that nothing of the captured container's own settings is in it.
        var container = await engine.RunAsync(cancellation, "create", captured.ImageId);
        try
        {
            using var folder = parts.ToTar(captured.Owner);
            await engine.FillAsync(container, "/", folder, cancellation);
            await engine.RunAsync(
                cancellation,
                "commit",
                "--change",
                $"ENV {SettingNames.Variable(SettingNames.CapsulePath)}={CapsuleSource.PathInImage} {SettingNames.Environment}={EnvironmentNames.Development}",
                container,
                image
            );
            return image;
        }
        finally
        {
            await engine.RemoveAsync(container);
        }
    }
}
