namespace Fitness.Api.Storage;

/// <summary>The storage cannot do what was asked.</summary>
/// <param name="message">What it cannot do, for the client.</param>
/// <param name="inner">The cause, if there is one.</param>
public abstract class StorageException(string message, Exception? inner) : Exception(message, inner);

/// <summary>The storage does not respond, or fails; a later attempt may succeed.</summary>
/// <param name="message">What is wrong, for the client.</param>
/// <param name="inner">The cause, if there is one.</param>
internal class StorageUnavailableException(string message, Exception? inner = null) : StorageException(message, inner);

/// <summary>The storage takes no more of these requests at the moment, as of all writes of one user; others are not concerned.</summary>
/// <param name="inner">DynamoDB's exception.</param>
internal sealed class StorageThrottledException(Exception inner) : StorageUnavailableException("It is throttling requests.", inner);

/// <summary>One user's items reached 10 GB, the limit of an item collection with local secondary indexes.</summary>
/// <param name="inner">DynamoDB's exception.</param>
internal sealed class StorageFullException(Exception inner)
    : StorageException("Your activities reached 10 GB, the most that one user can store.", inner);

/// <summary>More requests wait for the storage than it serves in time; this one was not sent. A later attempt may succeed.</summary>
internal sealed class StorageBusyException() : StorageException("More requests wait for it than it can serve in time.", null);
