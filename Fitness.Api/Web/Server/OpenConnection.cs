using Microsoft.AspNetCore.Connections;

namespace Fitness.Api.Web.Server;

/// <summary>A client's connection, and what the server waits for on it.</summary>
/// <param name="connection">The connection.</param>
/// <param name="time">The clock.</param>
internal sealed class OpenConnection(ConnectionContext connection, TimeProvider time)
{
    /// <summary>The highest <see cref="Rank"/>.</summary>
    public const int LastRank = 2;

    private long since = time.GetTimestamp();
    private int requests;
    private int waiting;
    private volatile bool used;

    /// <summary>Since when it has done nothing but what it does now.</summary>
    public long Since => Volatile.Read(ref since);

    /// <summary>
    /// What is lost with it: 0 before its first request, 1 between two requests, 2 while every request on it waits for its own body.
    /// </summary>
    public int Rank =>
        requests > 0 ? LastRank
        : used ? 1
        : 0;

    /// <summary>Whether the service works on one of its requests.</summary>
    public bool IsBusy => requests > waiting;

    public void BeginRequest()
    {
        used = true;
        Interlocked.Increment(ref requests);
        Volatile.Write(ref since, time.GetTimestamp());
    }

    public void EndRequest()
    {
        Interlocked.Decrement(ref requests);
        Volatile.Write(ref since, time.GetTimestamp());
    }

    public void BeginWaiting() => Interlocked.Increment(ref waiting);

    public void EndWaiting() => Interlocked.Decrement(ref waiting);

    /// <summary>Ends it unless it has sent a request.</summary>
    public void EndUnused()
    {
        if (!used)
            End("It sent no request.");
    }

    public void End(string reason) => connection.Abort(new ConnectionAbortedException(reason));
}
