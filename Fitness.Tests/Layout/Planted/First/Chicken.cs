using Fitness.Tests.Layout.Planted.Second;

namespace Fitness.Tests.Layout.Planted.First;

/// <summary>Half of a cycle, with which <see cref="RingTests"/> proves that it finds cycles.</summary>
internal sealed record Chicken(Egg From);
