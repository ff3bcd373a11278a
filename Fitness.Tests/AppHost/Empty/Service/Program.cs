var app = WebApplication.CreateSlimBuilder(args).Build();
app.MapGet("/activity/1", () => "empty");
await app.RunAsync();
