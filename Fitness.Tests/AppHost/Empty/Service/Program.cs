var app = WebApplication.CreateSlimBuilder(args).Build();
app.MapGet("/", () => "empty");
await app.RunAsync();
