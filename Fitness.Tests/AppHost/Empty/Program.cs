var builder = DistributedApplication.CreateBuilder(args);
builder
    .AddProject<Projects.Fitness_EmptyService>("service", project => project.ExcludeLaunchProfile = true)
    .WithHttpEndpoint(port: int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture))
    .WithoutHttpsCertificate();
await builder.Build().RunAsync();
