using System.CommandLine;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fitness.Parity;
using Fitness.Parity.Local;
using Argument = Fitness.Parity.Local.Argument;

namespace Fitness.Cli;

/// <summary><c>fitness up</c>: deploys the table and the users, then a Docker host that runs the image.</summary>
internal static partial class UpCommand
{
    private const string HostTemplate = "deploy/docker-host.template.yaml";

    public static Command Create()
    {
        var name = CommandExtensions.Name();
        var image = new Option<string>("--image") { Description = "The image by digest; the one that was pushed last unless given." };
        var clients = new Option<string>("--clients")
        {
            Description =
                "The IPv4 addresses that may call the API, as a CIDR block, such as 198.51.100.7/32. Required for the first deployment.",
        };
        var vpc = new Option<string>("--vpc") { Description = "The network; the region's default one unless given." };
        var subnet = new Option<string>("--subnet") { Description = "A public subnet of it; the first default one unless given." };
        var instanceType = new Option<string>("--instance-type")
        {
            Description = "The size of the host; see the template for what may be given.",
        };
        var keyPair = new Option<string>("--key-pair") { Description = "A key pair for SSH, which the security group does not open." };
        var timeToLive = new Option<int?>("--time-to-live")
        {
            Description = "Hours after each start at which the host stops itself; 0 for never.",
        };
        var noParity = CommandExtensions.NoParity();
        var dryRun = CommandExtensions.DryRun();
        var command = new Command("up", "Deploy the table, the users and a Docker host with the image, or update them.")
        {
            name,
            image,
            clients,
            vpc,
            subnet,
            instanceType,
            keyPair,
            timeToLive,
            noParity,
            dryRun,
        };
        command.WithAction(
            async (parsed, cancellation) =>
            {
                var shell = new Shell(Checkout.Current, parsed.GetValue(dryRun));
                var stack = parsed.GetValue(name)!;
                var reference = Reference(shell.Checkout, parsed.GetValue(image));
                var resources = new Invocation(
                    Aws.Program,
                    "cloudformation",
                    "deploy",
                    "--stack-name",
                    stack,
                    "--template-file",
                    "deploy/resources.template.json",
                    "--no-fail-on-empty-changeset",
                    "--tags",
                    "Project=fitness"
                );
                var existing = shell.IsDry ? null : await new Aws(shell).FindStackAsync(StackNames.Host(stack), cancellation);
                var isNew = existing is null or { IsRemains: true };
                if (isNew && !shell.IsDry && parsed.GetValue(clients) is null)
                    throw new CommandException(
                        "Say who may call the API: --clients 198.51.100.7/32. There is no default, and none is open to the world."
                    );

                var compare = !parsed.GetValue(noParity);
                if (compare)
                    await ParityCommand.RequireAsync(
                        shell,
                        SideName.OfCheckout,
                        reference,
                        "Nothing was deployed. Check out the commit of the image, or say --no-parity.",
                        cancellation
                    );

                // Options that are not given again keep their deployed values.
                var parameters = new List<Argument>
                {
                    $"ResourcesStack={stack}",
                    $"Image={reference}",
                    $"RepositoryArn={RepositoryArn(reference)}",
                };
                if (isNew || parsed.GetValue(vpc) is not null || parsed.GetValue(subnet) is not null)
                    parameters.AddRange(await NetworkAsync(shell, parsed.GetValue(vpc), parsed.GetValue(subnet), cancellation));
                Add("Clients", parsed.GetValue(clients) ?? (shell.IsDry ? "198.51.100.7/32" : null));
                Add("InstanceType", parsed.GetValue(instanceType));
                Add("KeyPair", parsed.GetValue(keyPair));
                Add("TimeToLive", parsed.GetValue(timeToLive)?.ToString(System.Globalization.CultureInfo.InvariantCulture));
                parameters.Add(Compressed(shell.Checkout, "Bootstrap", "deploy/docker-host/bootstrap"));
                parameters.Add(Compressed(shell.Checkout, "Manifest", "deploy/docker-compose.yaml"));
                var host = new Invocation(
                    Aws.Program,
                    [
                        "cloudformation",
                        "deploy",
                        "--stack-name",
                        StackNames.Host(stack),
                        "--template-file",
                        HostTemplate,
                        "--no-fail-on-empty-changeset",
                        "--capabilities",
                        "CAPABILITY_IAM",
                        "--tags",
                        "Project=fitness",
                        "--parameter-overrides",
                        .. parameters,
                    ]
                );

                // CloudFormation does not update a stack whose creation failed, and such a stack is empty.
                if (existing is { IsRemains: true })
                    await DownCommand.DeleteAsync(shell, existing.Name, cancellation);
                await Deployment.RunAsync(shell, stack, resources, cancellation);
                await Deployment.RunAsync(shell, StackNames.Host(stack), host, cancellation);
                if (!shell.IsDry)
                    await StatusCommand.ShowAsync(shell, stack, cancellation);
                if (compare)
                    await CompareHostAsync(shell, StackNames.Host(stack), reference, cancellation);

                void Add(string parameter, string? value)
                {
                    if (value is not null)
                        parameters.Add($"{parameter}={value}");
                }
            },
            CommandExtensions.ContinuesInAws
        );
        return command;
    }

    /// <summary>Compares the running service with the image. This needs a token, which nobody has yet at the first deployment.</summary>
    private static async Task CompareHostAsync(Shell shell, string host, string reference, CancellationToken cancellation)
    {
        if (shell.IsDry)
            Console.WriteLine(
                $"url=$({new Invocation(Aws.Program, "cloudformation", "describe-stacks", "--stack-name", host, "--query", "Stacks[0].Outputs[?OutputKey==`Url`].OutputValue", "--output", "text")})"
            );
        var url = shell.IsDry ? null : (await new Aws(shell).FindStackAsync(host, cancellation))?.Outputs.GetValueOrDefault("Url");
        if (shell.IsDry || (url is not null && SideTokens.OfEnvironment.Find('B') is not null))
            await ParityCommand.RequireAsync(shell, reference, new Argument(url ?? "", "$url"), "The host serves.", cancellation);
        else
            Console.WriteLine(
                $"To compare what serves with the image, with a token of an operator: {SideTokens.Variable}=… deploy/fitness parity {reference} {url}"
            );
    }

    /// <summary>A file, gzipped and Base64-encoded, as the parameters of the host's template expect it.</summary>
    private static Argument Compressed(Checkout checkout, string parameter, string path)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
            gzip.Write(File.ReadAllBytes(Path.Combine(checkout.Root, path)));
        return new Argument($"{parameter}={Convert.ToBase64String(compressed.ToArray())}", $"{parameter}=$(gzip -9nc {path} | base64 -w0)");
    }

    private static string Reference(Checkout checkout, string? given)
    {
        var reference = given
            ?? checkout.Pushed
            ?? throw new CommandException("Which image? Push one (fitness push), or name one by digest: --image NAME@sha256:…");
        return ImageReference.IsByDigest(reference)
            ? reference
            : throw new CommandException(
                $"--image is '{reference}'. Name the image by digest, such as ghcr.io/acme/fitness@sha256:… (64 hexadecimal digits); 'fitness push' prints it."
            );
    }

    /// <summary>The ARN of a repository in Amazon ECR, which requires a login; empty for other registries.</summary>
    private static string RepositoryArn(string reference) =>
        Ecr().Match(reference) is { Success: true } match
            ? $"arn:aws:ecr:{match.Groups["region"]}:{match.Groups["account"]}:repository/{match.Groups["name"]}"
            : "";

    private static async Task<Argument[]> NetworkAsync(Shell shell, string? vpc, string? subnet, CancellationToken cancellation)
    {
        Argument[] vpcs = ["ec2", "describe-vpcs", "--filters", "Name=is-default,Values=true", "--query", "Vpcs[0].VpcId"];
        Argument[] Subnets(string network) =>
            [
                "ec2",
                "describe-subnets",
                "--filters",
                new Argument($"Name=vpc-id,Values={network}", $"Name=vpc-id,Values={network}"),
                "Name=default-for-az,Values=true",
                "--query",
                "Subnets[0].SubnetId",
            ];
        if (shell.IsDry)
        {
            if (vpc is null)
                Console.WriteLine($"vpc=$({new Invocation(Aws.Program, [.. vpcs, "--output", "text"])})");
            if (subnet is null)
                Console.WriteLine($"subnet=$({new Invocation(Aws.Program, [.. Subnets(vpc ?? "$vpc"), "--output", "text"])})");
            return [Shown("Vpc", vpc), Shown("Subnet", subnet)];
        }
        vpc ??= Text(await new Aws(shell).ReadAsync(cancellation, vpcs))
            ?? throw new CommandException("This region has no default network. Name one: --vpc vpc-… --subnet subnet-…");
        subnet ??= Text(await new Aws(shell).ReadAsync(cancellation, Subnets(vpc)))
            ?? throw new CommandException($"{vpc} has no default subnet. Name a public one: --subnet subnet-…");
        return [$"Vpc={vpc}", $"Subnet={subnet}"];

        static Argument Shown(string parameter, string? given) =>
            given is null ? new Argument("", $"{parameter}=${parameter.ToLowerInvariant()}") : $"{parameter}={given}";

        static string? Text(JsonElement output) => output.ValueKind == JsonValueKind.String ? output.GetString() : null;
    }

    [GeneratedRegex(
        @"^(?<account>[0-9]{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com/(?<name>[^@]+)@",
        RegexOptions.None,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex Ecr();
}
