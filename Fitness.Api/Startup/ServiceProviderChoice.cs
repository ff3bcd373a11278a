namespace Fitness.Api.Startup;

internal static class ServiceProviderChoice
{
    /// <summary>
    /// One service provider for every environment. The host's own checks all services at each start in Development, and only there; the tests
    /// do that once.
    /// </summary>
    public static void AddServiceProvider(this WebApplicationBuilder builder) =>
        builder.Host.UseDefaultServiceProvider(provider => (provider.ValidateOnBuild, provider.ValidateScopes) = (false, false));
}
