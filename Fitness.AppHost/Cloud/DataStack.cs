using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Aspire.Hosting.AWS;
using Aspire.Hosting.AWS.CloudFormation;

namespace Fitness.AppHost;

/// <summary>The API on this machine, with a table in AWS: in the developer's own stack, or in an existing one.</summary>
internal static partial class DataStack
{
    private const string ProfileSetting = "AWS_PROFILE";
    private const string SessionSetting = "AWS_SESSION_TOKEN";
    private const int LongestStackName = 128;
    private const int HashDigits = 6;

    // Where the token validation settings come from: configuration, or outputs of the stack.
    private static readonly (string Setting, string Output)[] Tokens =
    [
        (SettingNames.Authority, SettingNames.AuthorityOutput),
        (SettingNames.Audience, SettingNames.AudienceOutput),
    ];

    /// <summary>A parameter of the template.</summary>
    public const string DeletionProtection = "DeletionProtection";

    /// <exception cref="StartException">A setting is missing.</exception>
    public static IResourceBuilder<T> WithDataStack<T>(this IResourceBuilder<T> api, AppHostOptions options)
        where T : IResourceWithEnvironment, IResourceWithWaitSupport
    {
        var builder = api.ApplicationBuilder;
        // The users are those of the stack, unless settings name another issuer and audience.
        var ownIssuer = Tokens.Any(token => IsSet(token.Setting));
        string[] required =
        [
            SettingNames.Region,
            .. ownIssuer ? Tokens.Select(token => token.Setting) : [],
            .. options.Image is null ? Array.Empty<string>() : [SettingNames.AccessKey, SettingNames.SecretKey],
        ];
        var missing = required.Where(name => !IsSet(name)).Select(SettingNames.Variable).ToList();
        if (missing.Count > 0)
            throw new StartException(
                $"{EnvironmentNames.Test} needs the settings {string.Join(", ", missing)}. Set them as environment variables{(options.Image is null ? "" : "; 'aws configure export-credentials --format env' prints the credentials, which a container cannot take from your profile")}."
            );

        var region = builder.Configuration[SettingNames.Region]!;
        if (!AwsRegion.IsName(region))
            throw new StartException($"{SettingNames.Region} is '{region}'; use a region's name, such as eu-central-1.");

        var aws = builder.AddAWSSDKConfig().WithRegion(region);
        if (options.Image is null && builder.Configuration[ProfileSetting] is { Length: > 0 } profile)
            aws.WithProfile(profile);
        var stack = builder.AddDataStack(aws, options.Stack);
        stack.WithProvisioningWatch([SettingNames.TableOutput, .. ownIssuer ? [] : Tokens.Select(token => token.Output)]);

        api.WithReference(aws).WithReference(stack, SettingNames.ResourcesSection);
        foreach (var (setting, output) in Tokens)
        {
            if (ownIssuer)
                api.WithEnvironment(SettingNames.Variable(setting), builder.Configuration[setting]);
            else
                api.WithEnvironment(SettingNames.Variable(setting), stack.GetOutput(output));
        }
        if (options.Image is null)
            return api;
        foreach (var name in new[] { SettingNames.AccessKey, SettingNames.SecretKey, SessionSetting })
        {
            if (builder.Configuration[name] is { Length: > 0 } value)
                api.WithEnvironment(name, value);
        }
        return api;

        bool IsSet(string name) => !string.IsNullOrWhiteSpace(builder.Configuration[name]);
    }

    /// <summary>
    /// The name of a developer's own stack. It has user and machine in it, and a hash of both, because characters that CloudFormation
    /// does not allow in a name are replaced. So two people never share a stack by default.
    /// </summary>
    public static string OwnStackName(string user, string machine)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{user}@{machine}")))[..HashDigits];
        var name = NotAllowed().Replace($"fitness-test-{user}-{machine}", "-");
        return $"{name[..Math.Min(name.Length, LongestStackName - HashDigits - 1)]}-{hash}";
    }

    private static IResourceBuilder<ICloudFormationResource> AddDataStack(
        this IDistributedApplicationBuilder builder,
        IAWSSDKConfig aws,
        string? existing
    )
    {
        if (existing is not null)
            return builder.AddAWSCloudFormationStack(FitnessModel.DataStack, existing).WithReference(aws);
        var template = builder.PathInCheckout("deploy", "resources.template.json");
        return builder
            .AddAWSCloudFormationTemplate(FitnessModel.DataStack, template, OwnStackName(Environment.UserName, Environment.MachineName))
            // The template retains the table when the stack is deleted; its owner must then be able to delete it.
            .WithParameter(DeletionProtection, "false")
            .WithReference(aws)
            .WithTag("Project", "fitness")
            .WithTag("Environment", EnvironmentNames.Test)
            .WithTag("Owner", Environment.UserName);
    }

    // CloudFormation's stack names: letters, digits and hyphens, at most 128.
    [GeneratedRegex("[^A-Za-z0-9-]+", RegexOptions.None, Patterns.TimeoutMilliseconds)]
    private static partial Regex NotAllowed();
}
