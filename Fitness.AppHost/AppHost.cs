using Fitness.AppHost;

return await ExitCodes.OfAsync(async () =>
{
    var builder = DistributedApplication.CreateBuilder(args);
    builder.AddFitness(AppHostOptions.Read(args, builder.Environment.EnvironmentName), Machine.This(builder.Configuration));
    await builder.Build().RunAsync();
});
