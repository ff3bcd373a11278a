using Microsoft.AspNetCore.Connections;

namespace Fitness.Api.Web.Server;

/// <summary>A client's connection, and what the server waits for on it.</summary>
/// <param name="connection">The connection.</param>
/// <param name="time">The clock.</param>
internal sealed class OpenConnection(ConnectionContext connection, TimeProvider time)
{
    private long since = time.GetTimestamp();
    private int requests;
    private int waiting;
    private volatile bool used;

    /// <summary>Since when it has done nothing but what it does now.</summary>
    public long Since => Volatile.Read(ref since);

    /// <summary>
    /// How little is lost with it: 0 before its first request, 1 between two requests, 2 while every request on it waits for its own body,
    /// 3 while the service is busy with one.
    /// </summary>
    public int Rank => requests > waiting ? 3 : requests > 0 ? 2 : used ? 1 : 0;

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
        if (!used) End("It sent no request.");
    }

    public void End(string reason) => connection.Abort(new ConnectionAbortedException(reason));
}
