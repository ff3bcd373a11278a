using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Browser;

/// <summary>The API in Development, with the samples of its demo user.</summary>
public sealed class FilledApi : ApiFixture
{
    /// <summary>The id of the first sample.</summary>
    public const string First = "1";

    private readonly SharedEngine engine;

    public FilledApi(SharedEngine engine)
        : base(engine)
    {
        this.engine = engine;
        With(SettingNames.SamplesEnabled, "true");
    }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        if (!engine.IsMissing)
            await Eventually.WaitForAsync(
                async () =>
                {
                    using var response = await Client.GetAsync(Routes.FirstActivity);
                    return response.IsSuccessStatusCode;
                },
                () => "The samples are not there."
            );
    }
}
