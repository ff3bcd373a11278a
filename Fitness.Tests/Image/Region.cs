using System.Net;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.Image;

/// <summary>What a container in Test has around it: a region with the table, an instance with credentials, and an issuer of tokens.</summary>
internal sealed class Region : IAsyncDisposable
{
    private const string Certificates = "/certificates";
    private const string Recording = "/recording";

    private readonly ApiFixture table;
    private readonly ContainerNetwork network;
    private readonly DynamoDBForwarder dynamoDB;
    private readonly IPAddress gateway;
    private readonly string certificates = Folders.Create();

    private Region(
        ApiFixture table,
        ContainerNetwork network,
        DynamoDBForwarder dynamoDB,
        IPAddress gateway,
        FakeAws aws,
        TestIssuer issuer
    ) => (this.table, this.network, this.dynamoDB, this.gateway, Aws, Issuer) = (table, network, dynamoDB, gateway, aws, issuer);

    /// <summary>The region and the instance.</summary>
    public FakeAws Aws { get; }

    /// <summary>Who issues the users' tokens.</summary>
    public TestIssuer Issuer { get; }

    /// <summary>Starts it.</summary>
    /// <param name="image">What is to run in it: if the image or a Docker engine is missing, the test is skipped before anything is created.</param>
    /// <param name="engine">The engine that answers as the region.</param>
    public static async Task<Region> StartAsync(BuiltImage image, SharedEngine engine)
    {
        image.SkipWithout();
        // A service in Development creates the table, as a stack does in AWS.
        var creator = new ApiFixture(engine);
        await creator.InitializeAsync();
        _ = creator.Client;
        var around = await ContainerNetwork.CreateAsync(image);
        var address = await around.GatewayAsync();
        var forwarder = new DynamoDBForwarder(engine.Endpoint);
        var aws = (await FakeAws.StartAsync(address)).With("dynamodb", forwarder.RespondAsync);
        var region = new Region(creator, around, forwarder, address, aws, await TestIssuer.StartAsync(address));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                region.certificates,
                UnixFileMode.UserRead
                    | UnixFileMode.UserWrite
                    | UnixFileMode.UserExecute
                    | UnixFileMode.OtherRead
                    | UnixFileMode.OtherExecute
            );
        await File.WriteAllTextAsync(
            Path.Combine(region.certificates, "ca.pem"),
            aws.Certificate.ExportCertificatePem(),
            TestContext.Current.CancellationToken
        );
        return region;
    }

    /// <summary>Starts a container in it, as QA's host does.</summary>
    /// <param name="image">The image.</param>
    /// <param name="more">Settings beside those of Test.</param>
    public Task<Container> RunAsync(string image, params (string Name, string Value)[] more)
    {
        (string Name, string Value)[] settings =
        [
            (SettingNames.Environment, EnvironmentNames.Test),
            (SettingNames.Region, FakeAws.Region),
            (SettingNames.Table, table.Table),
            .. Issuer.Settings,
            // The address 169.254.169.254 belongs to the machine that the tests run on.
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", Aws.Metadata),
            ("SSL_CERT_FILE", $"{Certificates}/ca.pem"),
            .. more,
        ];
        return Container.StartAsync(
            image,
            [
                "--network",
                network.Name,
                .. ImageUnderTest.Hardening,
                "--add-host",
                $"{FakeAws.EndpointName("dynamodb")}:{gateway}",
                "--volume",
                $"{certificates}:{Certificates}:ro",
                // As in the manifest, beside a root that cannot be written.
                "--volume",
                Recording,
                .. settings.SelectMany(setting => new[] { "--env", $"{SettingNames.Variable(setting.Name)}={setting.Value}" }),
            ]
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Issuer.DisposeAsync();
        await Aws.DisposeAsync();
        dynamoDB.Dispose();
        await network.DisposeAsync();
        await table.DisposeAsync();
    }
}
