using System.Security.Cryptography;
using System.Text;
using Fitness.Api.Features.Samples;
using Fitness.Api.Settings;
using Fitness.Api.Storage;
using Fitness.Api.Web.Problems;

namespace Fitness.Api.Features.DevelopmentCommands;

/// <summary>
/// The commands that the AppHost's dashboard offers for a local table. They exist only in Development, and only if the service was
/// started with a key. They require that key, because they affect every user.
/// </summary>
internal static class DevelopmentCommandApi
{
    public static void MapDevelopmentCommands(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetRequiredService<FitnessSettings>().CommandKey is not { } key)
            return;
        var expected = Encoding.UTF8.GetBytes(key);
        var commands = routes.MapGroup("").ExcludeFromDescription();
        commands.AddEndpointFilter(
            async (context, next) =>
                CryptographicOperations.FixedTimeEquals(
                    Encoding.UTF8.GetBytes(context.HttpContext.Request.Headers[FitnessHeaders.CommandKey].ToString()),
                    expected
                )
                    ? await next(context)
                    : ProblemResult.Of(
                        ProblemTypes.Forbidden,
                        $"The development commands require the key of {SettingNames.Variable(SettingNames.CommandKey)} in the header {FitnessHeaders.CommandKey}."
                    )
        );
        commands.MapPut(Routes.SampleData, FillAsync);
        commands.MapDelete(Routes.Table, EmptyAsync);
    }

    private static async Task<IResult> FillAsync(SampleData samples, CancellationToken cancellation) =>
        TypedResults.Text($"{await samples.AddMissingAsync(cancellation)} sample activities of the demo user were added.");

    private static async Task<IResult> EmptyAsync(TableCreator creator, StorageCalls calls, TableName table, CancellationToken cancellation)
    {
        await calls.RunAsync(creator.RecreateAsync, cancellation);
        return TypedResults.Text($"Table {table.Value} is empty.");
    }
}
