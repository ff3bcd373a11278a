using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Fitness.Bare;

var builder = WebApplication.CreateSlimBuilder(args);

// As in the template's appsettings.json; a line for each request would be most of the work.
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, BareJson.Default));
var app = builder.Build();
using var client = new AmazonDynamoDBClient(
    new BasicAWSCredentials("fitness", "fitness"),
    new AmazonDynamoDBConfig { ServiceURL = app.Configuration["AWS_ENDPOINT_URL_DYNAMODB"], AuthenticationRegion = "us-east-1" }
);
var table = new BareTable(client);

app.MapGet("/nothing", () => new BareReading("1", "demo", "2026-08-31"));
app.MapGet("/activity/{id}", table.GetAsync);
app.MapGet("/activities", table.ListAsync);
app.MapPost("/activities", (BareInput input) => table.PutAsync(Guid.NewGuid().ToString("N"), input));
app.MapPut("/activities/{id}", table.PutAsync);
app.MapGet("/changes", table.ChangesAsync);
app.MapPost("/import", table.ImportAsync);
app.MapGet("/summaries", table.SumAsync);
await app.RunAsync();
