using System.Text.Json.Nodes;

namespace Fitness.Parity;

/// <summary>An environment description and where it comes from.</summary>
/// <param name="Name">The side as its reader names it.</param>
/// <param name="Description">The description; <see cref="DescriptionShape"/> has no objection to it.</param>
internal sealed record Side(string Name, JsonObject Description);
