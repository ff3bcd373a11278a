namespace Fitness.Api.Features.Import;

/// <summary>
/// The turns of the imports to parse: one processor less than there are, at least one, so that whatever is imported, other
/// requests find a processor. Those who wait get their turns in order; no turn lasts longer than the parsing of a few KB.
/// </summary>
internal sealed class ParserTurns() : SemaphoreSlim(Math.Max(1, Environment.ProcessorCount - 1));
