namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>Something below the service's own settings that reads the process's environment variables.</summary>
/// <param name="Reader">Who reads them.</param>
/// <param name="Open">Their names; a <c>*</c> at the end stands for any end. Everyone who may see the description sees their values.</param>
/// <param name="Secret">Names of those that can carry credentials, or anything.</param>
internal sealed record InputSource(string Reader, string[] Open, string[] Secret)
{
    /// <summary>
    /// All of them, from their documentation. The prefixes of <see cref="SettingNames.Prefixes"/> are among the settings. The first
    /// match counts.
    /// </summary>
    public static readonly IReadOnlyList<InputSource> All =
    [
        // https://learn.microsoft.com/dotnet/core/tools/dotnet-environment-variables
        // https://learn.microsoft.com/dotnet/core/runtime-config/garbage-collector, with /threading, /networking, /globalization, /compilation
        // and /debugging-profiling. COMPlus_ is the older prefix. The host reads every other DOTNET_ variable as a setting, so that it can
        // be anything (https://learn.microsoft.com/aspnet/core/fundamentals/configuration#host-variables).
        new(
            ".NET",
            [
                "DOTNET_SYSTEM_*",
                "DOTNET_GC*",
                "DOTNET_gc*",
                "DOTNET_Tiered*",
                "DOTNET_TC_*",
                "DOTNET_OSR_*",
                "DOTNET_ReadyToRun*",
                "DOTNET_Thread*",
                "DOTNET_PROCESSOR_COUNT",
                "DOTNET_Enable*",
                "DOTNET_EventPipe*",
                "DOTNET_Diagnostic*",
                "DOTNET_DefaultDiagnostic*",
                "DOTNET_Dbg*",
                "DOTNET_RUNNING_IN_CONTAINER",
                "DOTNET_ENVIRONMENT",
                "DOTNET_USE_POLLING_FILE_WATCHER",
                "DOTNET_hostBuilder_*",
                "DOTNET_HOSTBUILDER_*",
                "DOTNET_STARTUP_HOOKS",
                "DOTNET_ROOT*",
                "DOTNET_ROLL_FORWARD*",
                "DOTNET_ADDITIONAL_DEPS",
                "DOTNET_SHARED_STORE",
                "DOTNET_CLI_*",
                "DOTNET_NOLOGO",
                "DOTNET_GENERATE_ASPNET_CERTIFICATE",
                "DOTNET_HOST_PATH",
                "DOTNET_LAUNCH_PROFILE",
                "DOTNET_MODIFIABLE_ASSEMBLIES",
                "DOTNET_SKIP_*",
                "DOTNET_WATCH*",
                "COMPlus_*",
                "CORECLR_*",
                "CLR_OPENSSL_VERSION_OVERRIDE",
                "CLR_ICU_VERSION_OVERRIDE",
                "ICU_DATA",
            ],
            ["DOTNET_*"]
        ),
        // https://learn.microsoft.com/dotnet/api/system.net.http.httpclient.defaultproxy. With GATEWAY_INTERFACE, HTTP_PROXY is not read.
        new(
            "HttpClient",
            ["NO_PROXY", "no_proxy", "GATEWAY_INTERFACE"],
            ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
        ),
        // https://learn.microsoft.com/aspnet/core/fundamentals/host/web-host#host-configuration-values: read without a prefix too.
        new(
            "ASP.NET Core",
            [
                "URLS",
                "HTTP_PORTS",
                "HTTPS_PORTS",
                "CONTENTROOT",
                "WEBROOT",
                "APPLICATIONNAME",
                "SHUTDOWNTIMEOUTSECONDS",
                "FORWARDEDHEADERS_ENABLED",
                "PREVENTHOSTINGSTARTUP",
                "HOSTINGSTARTUP*",
                "DETAILEDERRORS",
            ],
            []
        ),
        // https://docs.openssl.org/3.0/man7/openssl-env/, /3.5/man7/openssl-env/
        new("OpenSSL", ["OPENSSL_*", "SSL_CERT_DIR", "SSL_CERT_FILE", "SSLKEYLOGFILE", "CTLOG_FILE", "RANDFILE", "QLOGDIR", "OSSL_*"], []),
        // https://man7.org/linux/man-pages/man5/resolv.conf.5.html, man5/host.conf.5, man7/hostname.7
        new("the C library's resolver", ["RES_OPTIONS", "LOCALDOMAIN", "HOSTALIASES", "RESOLV_*"], []),
        // https://sourceware.org/glibc/manual/latest/html_node/Tunables.html, https://man7.org/linux/man-pages/man7/environ.7.html, man7/locale.7,
        // man3/tzset.3, man3/mallopt.3; musl's are LANG, LC_*, TZ and MUSL_LOCPATH (https://wiki.musl-libc.org/environment-variables.html).
        new(
            "the C library",
            [
                "GLIBC_TUNABLES",
                "MALLOC_*",
                "LANG",
                "LANGUAGE",
                "LC_*",
                "LOCPATH",
                "NLSPATH",
                "MUSL_LOCPATH",
                "GCONV_PATH",
                "GETCONF_DIR",
                "TZ",
                "TZDIR",
                "TMPDIR",
                "HOME",
                "POSIXLY_CORRECT",
            ],
            []
        ),
        // https://man7.org/linux/man-pages/man8/ld.so.8.html
        new("the dynamic linker", ["LD_*"], []),
        // https://doc.rust-lang.org/std/backtrace/, https://docs.rs/env_logger
        new("the embedded engine", ["RUST_*"], []),
    ];
}
