using Fitness.AppHost;

return await AppHostRun.ToExitCodeAsync(async () =>
{
    if (AppHostCommandLine.Answers(args))
        return;
    var builder = DistributedApplication.CreateBuilder(args);
    builder.AddFitness(AppHostOptions.Read(args, builder.Environment.EnvironmentName), Machine.Current(builder.Configuration));
    // Aspire's RunAsync does not dispose the host, and what the console logger has not written by then, such as the reason of a failed run, is lost.
    await using var app = builder.Build();
    await app.RunAsync();
});
