using System.Globalization;
using Amazon.CDK;
using Amazon.CDK.AWS.ECS;
using Amazon.CDK.AWS.IAM;
using Aspire.Hosting.AWS.Deployment;

namespace Fitness.AppHost;

/// <summary>
/// The same image on Amazon ECS, for when one machine is no longer enough. A preview of Aspire.Hosting.AWS, and an opt-in: it asks AWS
/// for the account while it publishes, and builds an image of the project, which the published one then replaces.
/// </summary>
internal static class Ecs
{
    // What the API calls on the table that is there; creating tables belongs to the data stack.
    private static readonly string[] Actions =
    [
        "dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:DescribeTable", "dynamodb:DescribeTimeToLive",
        "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query",
    ];

    public static void AddEcs(this IDistributedApplicationBuilder builder, AppHostOptions options)
    {
        var image = options.Image ?? throw new StartException("--target ecs needs --image: the image by digest that QA has tested.");
        var environment = builder.Environment.EnvironmentName;
        if (environment is not (EnvironmentNames.Test or EnvironmentNames.Production)) throw new StartException($"--target ecs needs --environment {EnvironmentNames.Test} or {EnvironmentNames.Production}.");
        builder.AddAWSCDKEnvironment("fitness", CDKDefaultsProviderFactory.Preview_V1, stackName: $"fitness-api-{environment.ToLowerInvariant()}");
        var tableSetting = SettingNames.Variable(SettingNames.Table);
        var table = "";
        builder.AddApi()
            .WithHttpEndpoint(targetPort: ServiceAddress.ContainerPort, name: FitnessModel.Http)
            .WithExternalHttpEndpoints()
            .WithEnvironment(SettingNames.Environment, environment)
            .WithEnvironment(SettingNames.Ports, ServiceAddress.ContainerPort.ToString(CultureInfo.InvariantCulture))
            .WithEnvironment(SettingNames.Variable(SettingNames.Image), image)
            .WithEnvironment(tableSetting, builder.AddParameter("table"))
            .WithEnvironment(SettingNames.Variable(SettingNames.Authority), builder.AddParameter("authority"))
            .WithEnvironment(SettingNames.Variable(SettingNames.Audience), builder.AddParameter("audience"))
            .PublishAsECSFargateExpressService(new PublishECSFargateExpressServiceConfig
            {
                PropsContainerDefinitionCallback = (_, container) =>
                {
                    container.Image = ContainerImage.FromRegistry(image);
                    // A reference to the stack's parameter, which the role's policy needs as well.
                    table = container.Environment![tableSetting];
                },
                // Alive and not ready: no task is better for being replaced while DynamoDB does not answer.
                PropsCfnExpressGatewayServicePropsCallback = (_, service) => service.HealthCheckPath = ServiceAddress.Alive,
                ConstructContainerDefinitionCallback = (_, container) => container.TaskDefinition.AddToTaskRolePolicy(Policy(Stack.Of(container), table)),
            });
    }

    private static PolicyStatement Policy(Stack stack, string table)
    {
        var arn = $"arn:{stack.Partition}:dynamodb:{stack.Region}:{stack.Account}:table/{table}";
        return new PolicyStatement(new PolicyStatementProps { Actions = Actions, Resources = [arn, $"{arn}/index/*"] });
    }
}
