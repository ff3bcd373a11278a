using System.IO.Compression;
using System.Text.Json;

namespace Fitness.Cli;

/// <summary>The checkout that the command line is run in.</summary>
internal static class Checkout
{
    /// <summary>Its folder: the nearest one, from the current folder upwards, that holds the solution.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static string Root => Find();

    /// <summary>What <c>deploy/image/build</c> wrote down of the image; null when there is none.</summary>
    public static JsonElement? Release => File.Exists(Artifact("release.json")) ? JsonDocument.Parse(File.ReadAllText(Artifact("release.json"))).RootElement : null;

    /// <summary>The reference by digest that <c>deploy/image/push</c> left; null when this image has not been pushed.</summary>
    public static string? Pushed => File.Exists(Artifact("reference")) ? File.ReadAllText(Artifact("reference")).Trim() : null;

    /// <summary>A file, compressed and in Base64, as the parameters of the host's template take it.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="path">The file's path in the checkout.</param>
    public static Argument Compressed(string parameter, string path)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize)) gzip.Write(File.ReadAllBytes(Path.Combine(Root, path)));
        return new Argument($"{parameter}={Convert.ToBase64String(compressed.ToArray())}", $"{parameter}=$(gzip -9nc {path} | base64 -w0)");
    }

    private static string Artifact(string name) => Path.Combine(Root, "artifacts", "image", name);

    private static string Find()
    {
        var folder = new DirectoryInfo(Environment.CurrentDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Fitness.sln"))) folder = folder.Parent ?? throw new CommandException("This is no checkout of Fitness. Change into one.");
        return folder.FullName;
    }
}
