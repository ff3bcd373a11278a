using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Fitness.Api.Web.Server;

/// <summary>
/// Bounds the connections. One that sends no request ends soon. When there are too many, a new one takes the place of the one with which the
/// least is lost, so that nobody can keep others out by holding connections; only when the service is busy with a request on each is it refused.
/// </summary>
/// <param name="options">How many.</param>
/// <param name="time">The clock.</param>
internal sealed class OpenConnections(IOptions<ServerOptions> options, TimeProvider time)
{
    // Longer than the server waits for the end of headers that have begun, which it answers.
    private static readonly TimeSpan FirstRequest = TimeSpan.FromSeconds(15);

    // Who has only just connected is about to send a request.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private readonly HashSet<OpenConnection> open = [];

    /// <summary>Serves the connection.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var added = new OpenConnection(connection, time);
        if (!TryAdd(added))
        {
            added.End("There are too many connections.");
            return;
        }
        connection.Features.Set(added);
        var deadline = time.CreateTimer(_ => added.EndUnused(), null, FirstRequest, Timeout.InfiniteTimeSpan);
        await using (deadline)
        {
            try
            {
                await next(connection);
            }
            finally
            {
                lock (open)
                    open.Remove(added);
            }
        }
    }

    private bool IsYoung(OpenConnection connection) => time.GetElapsedTime(connection.Since) < Grace;

    private bool TryAdd(OpenConnection added)
    {
        OpenConnection? replaced = null;
        lock (open)
        {
            if (open.Count >= options.Value.MaxConnections)
            {
                replaced = open.Where(connection => !connection.IsBusy)
                    .MinBy(connection => (IsYoung(connection) ? OpenConnection.LastRank + 1 : connection.Rank, connection.Since));
                if (replaced is null)
                    return false;
                open.Remove(replaced);
            }
            open.Add(added);
        }
        replaced?.End("Another connection took its place.");
        return true;
    }
}
