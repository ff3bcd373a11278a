namespace Fitness.Api.Storage;

/// <summary>The storage cannot do what it was asked for. The message is fit for the client.</summary>
internal abstract class StorageException(string message, Exception? inner) : Exception(message, inner);

/// <summary>The storage does not answer, or not as it should, and may do so later.</summary>
internal sealed class StorageUnavailableException(string message, Exception? inner = null) : StorageException(message, inner);

/// <summary>One user's items reached the 10 GB to which local secondary indexes bound a partition.</summary>
internal sealed class StorageFullException(Exception inner) : StorageException("Your activities reached 10 GB, the most that one user can store.", inner);

/// <summary>Everything of the user is being erased, and no write may come in between.</summary>
internal sealed class EraseInProgressException() : Exception("Everything of yours is being erased. Repeat DELETE /v1/me until it answers 204.");
