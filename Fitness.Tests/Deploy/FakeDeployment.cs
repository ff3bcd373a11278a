using Fitness.Tests.Support;

namespace Fitness.Tests.Deploy;

/// <summary>A deployment to a fake of CloudFormation.</summary>
internal static class FakeDeployment
{
    /// <summary>The image that is deployed.</summary>
    public const string Image = $"111122223333.dkr.ecr.eu-central-1.amazonaws.com/fitness@{ImageExamples.Digest}";

    /// <summary>The arguments of the first deployment.</summary>
    public static string[] Up { get; } = ["up", "--image", Image, "--clients", "198.51.100.7/32", "--no-parity"];

    /// <summary>Starts the fake, without a stack.</summary>
    /// <param name="table">The table's name, once it is deployed.</param>
    public static async Task<FakeCloudFormation> StartAsync(string table = "activities")
    {
        var aws = await FakeCloudFormation.StartAsync();
        aws.Resources = stack =>
            stack.Name == "fitness-qa"
                ? new Dictionary<string, string>
                {
                    ["ActivitiesTable"] = table,
                    ["ActivitiesTable.Arn"] = "arn",
                    ["UserPool.ProviderURL"] = "https://issuer.example",
                }
                : new Dictionary<string, string> { ["Host"] = FakeAws.InstanceId, ["Address.PublicIp"] = "203.0.113.25" };
        return aws;
    }
}
