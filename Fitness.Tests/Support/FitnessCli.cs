using CliWrap;

namespace Fitness.Tests.Support;

/// <summary>Runs the command line <c>fitness</c> as a user does, with the real AWS CLI where it needs one.</summary>
internal static class FitnessCli
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(15);

    // Built with the tests, in the same configuration.
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory,
        "..",
        "..",
        "Fitness.Cli",
        new DirectoryInfo(AppContext.BaseDirectory).Name,
        "fitness.dll"
    );

    /// <summary>Skips the running test if the AWS CLI is missing.</summary>
    public static void RequireAws() =>
        Assert.SkipUnless(
            Docker.IsOnPath("aws"),
            "There is no AWS CLI. Install version 2.13 or newer: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html"
        );

    /// <summary>Runs it in a folder of the checkout.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="aws">The fake that the AWS CLI calls; null for none.</param>
    /// <param name="arguments">The arguments after <c>fitness</c>.</param>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(
        string folder,
        FakeCloudFormation? aws,
        params string[] arguments
    ) => RunAsync(folder, aws, [], arguments);

    /// <summary>Runs it with additional environment variables.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(
        string folder,
        FakeCloudFormation? aws,
        (string Name, string Value)[] variables,
        params string[] arguments
    )
    {
        // This machine's own AWS variables are removed.
        var environment = Environment
            .GetEnvironmentVariables()
            .Keys.Cast<string>()
            .Where(name => name.StartsWith("AWS_", StringComparison.Ordinal))
            .ToDictionary(name => name, _ => (string?)null);
        environment[SettingNames.Region] = FakeAws.Region;
        environment["AWS_DEFAULT_REGION"] = FakeAws.Region;
        environment[SettingNames.AccessKey] = "laptop";
        environment[SettingNames.SecretKey] = "laptop";
        environment["AWS_EC2_METADATA_DISABLED"] = "true";
        environment["AWS_ENDPOINT_URL"] = aws?.Address.AbsoluteUri ?? "http://127.0.0.1:9";
        if (aws?.DynamoDB is { } dynamoDB)
            environment[SettingNames.Endpoint] = dynamoDB.AbsoluteUri;
        foreach (var (name, value) in variables)
            environment[name] = value;
        return Docker.RunProgramAsync(
            new Command("dotnet").WithArguments([Program, .. arguments]).WithWorkingDirectory(folder).WithEnvironmentVariables(environment),
            Timeout
        );
    }
}
