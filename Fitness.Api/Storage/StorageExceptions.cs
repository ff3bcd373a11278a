namespace Fitness.Api.Storage;

/// <summary>The storage cannot do what it was asked for.</summary>
/// <param name="message">What it cannot do, for the client.</param>
/// <param name="inner">The cause, where there is one.</param>
public abstract class StorageException(string message, Exception? inner) : Exception(message, inner);

/// <summary>The storage does not answer, or not as it should, and may do so later.</summary>
/// <param name="message">What it does not do, for the client.</param>
/// <param name="inner">The cause, where there is one.</param>
public sealed class StorageUnavailableException(string message, Exception? inner = null) : StorageException(message, inner);

/// <summary>One user's items reached the 10 GB to which local secondary indexes bound a partition.</summary>
/// <param name="inner">What DynamoDB said.</param>
public sealed class StorageFullException(Exception inner) : StorageException("Your activities reached 10 GB, the most that one user can store.", inner);
