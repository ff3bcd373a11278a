using Fitness.AppHost;

return await AppHostRun.ToExitCodeAsync(async () =>
{
    var builder = DistributedApplication.CreateBuilder(args);
    builder.AddFitness(AppHostOptions.Read(args, builder.Environment.EnvironmentName), Machine.Current(builder.Configuration));
    await builder.Build().RunAsync();
});
