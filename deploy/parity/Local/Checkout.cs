using System.Text.Json;

namespace Fitness.Parity.Local;

/// <summary>A checkout of Fitness.</summary>
/// <param name="find">Finds its folder, when it is needed.</param>
internal sealed class Checkout(Func<string> find)
{
    private readonly Lazy<string> root = new(find);

    /// <summary>The checkout in a folder.</summary>
    public Checkout(string root)
        : this(() => root) { }

    /// <summary>The current checkout: the nearest folder with the solution, from the current one upwards.</summary>
    public static Checkout Current { get; } =
        new(() =>
            CheckoutFolder.Find(Environment.CurrentDirectory)
            ?? throw new CommandException("This is no checkout of Fitness. Change into one.")
        );

    /// <summary>Its folder.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public string Root => root.Value;

    /// <summary>What <c>deploy/image/build</c> recorded about the image; null if there is none.</summary>
    public JsonElement? Release =>
        File.Exists(Artifact("release.json")) ? JsonDocument.Parse(File.ReadAllText(Artifact("release.json"))).RootElement : null;

    /// <summary>The reference by digest that <c>deploy/image/push</c> wrote; null if this image has not been pushed.</summary>
    public string? Pushed => File.Exists(Artifact("reference")) ? File.ReadAllText(Artifact("reference")).Trim() : null;

    private string Artifact(string name) => Path.Combine(Root, CheckoutFolder.Artifacts, "image", name);
}
