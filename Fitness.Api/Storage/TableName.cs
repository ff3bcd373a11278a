namespace Fitness.Api.Storage;

/// <summary>The table's name in this environment.</summary>
/// <param name="Value">The name.</param>
public sealed record TableName(string Value);
