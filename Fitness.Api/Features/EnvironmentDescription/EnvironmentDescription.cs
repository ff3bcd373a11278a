namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>What a Fitness is and runs on: everything by which two environments can differ. There is no secret in it.</summary>
/// <param name="Environment">Development, Test or Production.</param>
/// <param name="Build">What was built.</param>
/// <param name="Software">What it runs on and consists of.</param>
/// <param name="Settings">The settings of the contract by the names of their environment variables.</param>
/// <param name="SecretsKey">Tells the keys of the secrets' hashes apart; null where there is none.</param>
/// <param name="Process">The process as the machine and its limits make it.</param>
/// <param name="Storage">The storage and its table.</param>
/// <param name="Time">Clocks; null of a program that does not serve.</param>
/// <param name="Behaviour">What a client meets.</param>
internal sealed record EnvironmentDescription(
    string Environment,
    BuildDescription Build,
    SoftwareDescription Software,
    SortedDictionary<string, SettingDescription> Settings,
    string? SecretsKey,
    ProcessDescription Process,
    StorageDescription Storage,
    TimeDescription? Time,
    BehaviourDescription Behaviour);
