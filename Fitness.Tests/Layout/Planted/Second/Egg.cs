using Fitness.Tests.Layout.Planted.First;

namespace Fitness.Tests.Layout.Planted.Second;

/// <summary>The other half of the cycle.</summary>
internal sealed record Egg(Chicken? From);
