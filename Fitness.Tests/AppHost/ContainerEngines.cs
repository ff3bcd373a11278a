using Fitness.AppHost;
using Microsoft.Extensions.Configuration;

namespace Fitness.Tests.AppHost;

internal static class ContainerEngines
{
    /// <summary>Skips the running test where no container engine runs.</summary>
    public static void Require()
    {
        var (kind, reason) = ContainerEngine.Choose(null, new ConfigurationBuilder().AddEnvironmentVariables().Build());
        Assert.SkipUnless(kind == EngineKind.Container, $"{reason} Start Docker or Podman.");
    }
}
