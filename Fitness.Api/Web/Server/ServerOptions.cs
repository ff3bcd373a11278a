using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Web.Server;

/// <summary>Settings of the server's limits, section <c>Server</c>.</summary>
internal sealed class ServerOptions
{
    public const string Section = "Server";

    /// <summary>
    /// Maximum concurrent connections, 10 to 100,000. Each costs a few KB while it is open. A phone holds one; with HTTP/2 it carries several
    /// requests at once.
    /// </summary>
    [Range(10, 100_000)]
    public int MaxConnections { get; set; } = 2000;
}

[OptionsValidator]
internal sealed partial class ServerOptionsValidator : IValidateOptions<ServerOptions>;
