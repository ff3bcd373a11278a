using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.HandOff;

/// <summary>
/// A second machine on this one: a plain Debian 13 with cloud-init and without Docker, booted by systemd-nspawn in its own network
/// namespace. Names under <c>amazonaws.com</c> and the address of the metadata service lead to <see cref="Gateway"/>, where the fakes
/// of AWS listen.
/// </summary>
internal sealed class QaHost : IAsyncDisposable
{
    private const string Name = "fitness-qa";
    private const string Suite = "trixie";
    private const string Packages = "systemd,systemd-sysv,dbus,cloud-init,iproute2,iptables,ca-certificates,netbase,python3";
    private const string Init = "/usr/lib/systemd/systemd";
    private const string Link = "fitness-qa0";
    private const string Inside = "10.89.89.2";
    private const string Network = "10.89.89.0/24";
    private static readonly TimeSpan RootAge = TimeSpan.FromDays(7);
    private readonly StringBuilder console = new();
    private readonly string root = Path.Combine(Folders.Create(), "root");
    private Process? machine;
    private Process? names;

    private QaHost() { }

    /// <summary>This machine, as the host sees it.</summary>
    public static IPAddress Gateway { get; } = IPAddress.Parse("10.89.89.1");

    /// <summary>The address of the metadata service on EC2.</summary>
    public static IPAddress Metadata { get; } = IPAddress.Parse("169.254.169.254");

    /// <summary>The API, from outside.</summary>
    public static Uri Address { get; } = new UriBuilder(Uri.UriSchemeHttp, Inside, Ports.Host).Uri;

    /// <summary>What the host has written to its console.</summary>
    public string Console
    {
        get
        {
            lock (console)
                return console.ToString();
        }
    }

    /// <summary>Why no such host can be created here, and what to do; null if it can.</summary>
    public static string? Missing()
    {
        if (!Environment.IsPrivilegedProcess)
            return "A second machine needs root. Run the tests as root, on Linux.";
        string[] tools = ["systemd-nspawn", "mmdebstrap", "dnsmasq", "docker-registry", "ip", "iptables", "nsenter", "dpkg-deb"];
        var missing = tools.Where(tool => !Docker.IsOnPath(tool)).ToList();
        return missing.Count == 0
            ? null
            : $"A second machine needs {string.Join(", ", missing)}. On Debian: apt-get install systemd-container mmdebstrap dnsmasq-base docker-registry iproute2 iptables.";
    }

    /// <summary>Creates the host's network, where the fakes of AWS must listen before the host boots.</summary>
    public static async Task<QaHost> CreateAsync()
    {
        var host = new QaHost();
        try
        {
            await RemoveNetworkAsync();
            await host.CreateNetworkAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    private async Task CreateNetworkAsync()
    {
        await RunAsync("ip", "netns", "add", Name);
        await RunAsync("ip", "link", "add", Link, "type", "veth", "peer", "name", "eth0", "netns", Name);
        await RunAsync("ip", "address", "add", $"{Gateway}/24", "dev", Link);
        // Only while the test runs: it hides this machine's own metadata service, if there is one.
        await RunAsync("ip", "address", "add", $"{Metadata}/32", "dev", Link);
        await RunAsync("ip", "link", "set", Link, "up");
        await RunAsync("ip", "-n", Name, "address", "add", $"{Inside}/24", "dev", "eth0");
        await RunAsync("ip", "-n", Name, "link", "set", "eth0", "up");
        await RunAsync("ip", "-n", Name, "link", "set", "lo", "up");
        await RunAsync("ip", "-n", Name, "route", "add", "default", "via", $"{Gateway}");
        foreach (var rule in Rules)
            await RunAsync("iptables", [.. rule.Table, "-I", .. rule.Rule]);
        names = Start(
            "dnsmasq",
            "--keep-in-foreground",
            "--conf-file=/dev/null",
            "--no-hosts",
            "--bind-interfaces",
            $"--listen-address={Gateway}",
            "--except-interface=lo",
            "--user=root",
            "--pid-file=",
            $"--address=/amazonaws.com/{Gateway}"
        );
    }

    private static (string[] Table, string[] Rule)[] Rules =>
        [
            (["-t", "nat"], ["POSTROUTING", "-s", Network, "!", "-o", Link, "-j", "MASQUERADE"]),
            ([], ["FORWARD", "-i", Link, "-j", "ACCEPT"]),
            ([], ["FORWARD", "-o", Link, "-j", "ACCEPT"]),
        ];

    private async Task WriteFilesAsync(string certificate)
    {
        Directory.CreateDirectory(root);
        await RunAsync("tar", "--extract", "--file", await FindRootAsync(), "--directory", root);
        await WriteAsync("etc/machine-id", "");
        await WriteAsync("etc/resolv.conf", $"nameserver {Gateway}\n");
        await WriteAsync("etc/hostname", $"{Name}\n");
        await WriteAsync("etc/cloud/cloud.cfg.d/99-test.cfg", "datasource_list: [NoCloud]\nnetwork: { config: disabled }\n");
        await WriteAsync("usr/local/share/ca-certificates/fake.crt", certificate);
        await RunAsync("chroot", root, "update-ca-certificates");
        // systemd-nspawn mounts the cgroup v1 hierarchy read-only in its guest.
        await WriteAsync(
            "etc/systemd/system/docker.service.d/cgroups.conf",
            "[Service]\nExecStartPre=-/bin/sh -c 'for mount in /sys/fs/cgroup/*/; do mount -o remount,bind,rw \"$mount\"; done'\n"
        );
    }

    /// <summary>An archive of Debian's unpacked packages: created once, and reused until it is a week old.</summary>
    private static async Task<string> FindRootAsync()
    {
        var recipe = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Suite} {Packages}")))[..12];
        var archive = Repository.PathOf("artifacts", "hand-off", $"{Suite}-{recipe}.tar");
        if (File.Exists(archive) && TimeProvider.System.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(archive) < RootAge)
            return archive;
        Directory.CreateDirectory(Path.GetDirectoryName(archive)!);
        await RunAsync("mmdebstrap", "--quiet", "--variant=minbase", $"--include={Packages}", Suite, $"{archive}.new.tar");
        File.Move($"{archive}.new.tar", archive, overwrite: true);
        return archive;
    }

    /// <summary>Boots it for the first time.</summary>
    /// <param name="certificate">The certificate authority that the host is to trust, in PEM.</param>
    /// <param name="userData">The user data of the instance.</param>
    public async Task BootAsync(string certificate, string userData)
    {
        await WriteFilesAsync(certificate);
        await WriteAsync("var/lib/cloud/seed/nocloud/meta-data", $"instance-id: {FakeAws.InstanceId}\n");
        await WriteAsync("var/lib/cloud/seed/nocloud/user-data", userData);
        StartMachine();
    }

    private void StartMachine() =>
        machine = Start(
            "systemd-nspawn",
            environment: ("SYSTEMD_NSPAWN_API_VFS_WRITABLE", "yes"),
            $"--directory={root}",
            $"--machine={Name}",
            $"--network-namespace-path=/run/netns/{Name}",
            "--capability=all",
            "--system-call-filter=add_key keyctl bpf",
            "--register=no",
            "--keep-unit",
            "--resolv-conf=off",
            "--timezone=off",
            "--console=pipe",
            "--boot",
            "--",
            "SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1"
        );

    /// <summary>Runs a program on the host, as in a session.</summary>
    public async Task<(int ExitCode, string Output, string Error)> TryAsync(params string[] arguments) =>
        await Docker.RunProgramAsync(
            "nsenter",
            ["--target", await LeaderAsync(), "--mount", "--uts", "--ipc", "--net", "--pid", "--", .. arguments]
        );

    /// <summary>Runs a program on the host; a non-zero exit code fails the test.</summary>
    public async Task<string> DoAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await TryAsync(arguments);
        Assert.True(exitCode == 0, $"{string.Join(' ', arguments)}: {exitCode}: {error}\n{output}");
        return output;
    }

    /// <summary>Restarts the host from within, and waits until the next boot has begun.</summary>
    public async Task RebootAsync()
    {
        const int asksForAnotherBoot = 133;
        await TryAsync("systemctl", "reboot");
        await machine!.WaitForExitAsync().WaitAsync(ApiProcess.Timeout);
        Assert.Equal(asksForAnotherBoot, machine.ExitCode);
        machine.Dispose();
        StartMachine();
    }

    public async ValueTask DisposeAsync()
    {
        if (machine is not null)
        {
            // Its containers belong to its namespaces and end with its first process.
            if (await FindLeaderAsync() is { } leader)
                await Docker.RunProgramAsync("kill", "-KILL", leader);
            await machine.WaitForExitAsync().WaitAsync(ApiProcess.Timeout);
            machine.Dispose();
        }
        if (names is not null)
        {
            names.Kill();
            await names.WaitForExitAsync();
            names.Dispose();
        }
        await RemoveNetworkAsync();
        // A whole Debian: too much to delete while the process ends.
        if (Directory.Exists(root))
            Directory.Delete(root, recursive: true);
    }

    private static async Task RemoveNetworkAsync()
    {
        foreach (var rule in Rules)
            await Docker.RunProgramAsync("iptables", [.. rule.Table, "-D", .. rule.Rule]);
        await Docker.RunProgramAsync("ip", "link", "delete", Link);
        await Docker.RunProgramAsync("ip", "netns", "delete", Name);
    }

    private async Task<string> LeaderAsync()
    {
        string? leader = null;
        await Eventually.WaitForAsync(
            async () => (leader = await FindLeaderAsync()) is not null,
            () => $"The host does not boot.\n{Console}"
        );
        return leader!;
    }

    /// <summary>The host's first process, by its PID on this machine.</summary>
    private async Task<string?> FindLeaderAsync()
    {
        if (machine is null || machine.HasExited)
            return null;
        var (_, output, _) = await Docker.RunProgramAsync("pgrep", "--parent", $"{machine.Id}", "--full", $"^{Init}");
        return output.Split('\n')[0] is { Length: > 0 } leader ? leader : null;
    }

    private async Task WriteAsync(string path, string content)
    {
        var file = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, content);
    }

    private Process Start(string program, params string[] arguments) => Start(program, null, arguments);

    private Process Start(string program, (string Name, string Value)? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        if (environment is var (name, value))
            start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Receive(line.Data);
        process.ErrorDataReceived += (_, line) => Receive(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Receive(string? line)
    {
        if (line is null)
            return;
        lock (console)
            console.AppendLine(line.TrimEnd());
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var (exitCode, output, error) = await Docker.RunProgramAsync(program, arguments);
        Assert.True(
            exitCode == 0,
            string.Create(CultureInfo.InvariantCulture, $"{program} {string.Join(' ', arguments)}: {exitCode}: {error}{output}")
        );
    }
}
