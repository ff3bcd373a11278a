using System.Globalization;
using Amazon.CDK;
using Amazon.CDK.AWS.ECS;
using Amazon.CDK.AWS.IAM;
using Aspire.Hosting.AWS.Deployment;
using YamlDotNet.RepresentationModel;

namespace Fitness.AppHost;

/// <summary>
/// The same image on Amazon ECS, for when one machine is no longer enough. A preview of Aspire.Hosting.AWS, and an opt-in: it asks AWS
/// for the account while it publishes, and builds an image of the project, which the published one then replaces.
/// </summary>
internal static class Ecs
{
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
                ConstructContainerDefinitionCallback = (_, container) =>
                {
                    foreach (var statement in Policy(Stack.Of(container), table, builder.AppHostDirectory)) container.TaskDefinition.AddToTaskRolePolicy(statement);
                },
            });
    }

    private static IEnumerable<PolicyStatement> Policy(Stack stack, string table, string directory)
    {
        var arn = $"arn:{stack.Partition}:dynamodb:{stack.Region}:{stack.Account}:table/{table}";
        var (onTable, onIndexes) = TableActions(directory);
        yield return new PolicyStatement(new PolicyStatementProps { Actions = onTable, Resources = [arn] });
        yield return new PolicyStatement(new PolicyStatementProps { Actions = onIndexes, Resources = [$"{arn}/index/*"] });
    }

    /// <summary>What the API calls on the table that is there, and on its indexes: as the Docker host's role has it, which is proved by a test.</summary>
    public static (string[] OnTable, string[] OnIndexes) TableActions(string directory)
    {
        var yaml = new YamlStream();
        using var template = File.OpenText(Path.Combine(directory, "..", "deploy", "docker-host.template.yaml"));
        yaml.Load(template);
        var statements = yaml.Documents[0].RootNode["Resources"]["Role"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"];
        return (Actions(statements[0]), Actions(statements[1]));

        static string[] Actions(YamlNode statement) => statement["Action"] is YamlSequenceNode many ? [.. many.Select(action => action.ToString())] : [statement["Action"].ToString()];
    }
}
