namespace Fitness.Api.Storage;

/// <summary>The storage does not answer, or not as it should, and may do so later. The message is fit for the client.</summary>
internal sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>One user's items reached the 10 GB to which local secondary indexes bound a partition.</summary>
internal sealed class StorageFullException(Exception inner) : Exception("Your activities reached 10 GB, the most that one user can store.", inner);
