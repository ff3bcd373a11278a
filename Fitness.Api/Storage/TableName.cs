namespace Fitness.Api.Storage;

/// <summary>The table's name in this environment.</summary>
internal sealed record TableName(string Value);
