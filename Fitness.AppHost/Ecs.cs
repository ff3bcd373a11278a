using Amazon.CDK;
using Amazon.CDK.AWS.ECS;
using Amazon.CDK.AWS.IAM;
using Aspire.Hosting.AWS.Deployment;

namespace Fitness.AppHost;

/// <summary>The same image on Amazon ECS, for when one machine is no longer enough. A preview of Aspire.Hosting.AWS, and an opt-in.</summary>
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
        if (environment is not (SettingNames.Test or SettingNames.Production)) throw new StartException($"--target ecs needs --environment {SettingNames.Test} or {SettingNames.Production}.");
        builder.AddAWSCDKEnvironment("fitness", CDKDefaultsProviderFactory.Preview_V1);
        var tableSetting = SettingNames.Variable(SettingNames.Table);
        var table = "";
        builder.AddProject<Projects.Fitness_Api>(FitnessModel.Api, project => project.ExcludeLaunchProfile = true)
            .WithHttpEndpoint(targetPort: ServiceAddress.ContainerPort, name: Api.Http)
            .WithExternalHttpEndpoints()
            .WithEnvironment(SettingNames.Environment, environment)
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
                ConstructContainerDefinitionCallback = (_, container) => container.TaskDefinition.AddToTaskRolePolicy(Policy(Stack.Of(container), table)),
            });
    }

    private static PolicyStatement Policy(Stack stack, string table)
    {
        var arn = $"arn:{stack.Partition}:dynamodb:{stack.Region}:{stack.Account}:table/{table}";
        return new PolicyStatement(new PolicyStatementProps { Actions = Actions, Resources = [arn, $"{arn}/index/*"] });
    }
}
