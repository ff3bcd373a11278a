using Fitness.Tests.Layout.Planted.Second;

namespace Fitness.Tests.Layout.Planted.First;

/// <summary>Half of a circle, by which <see cref="RingTests"/> proves that it finds one.</summary>
internal sealed record Chicken(Egg From);
