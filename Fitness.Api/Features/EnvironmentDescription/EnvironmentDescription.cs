namespace Fitness.Api.Features.EnvironmentDescription;

/// <summary>What a Fitness instance is and runs on: everything in which two environments can differ. It contains no secrets.</summary>
/// <param name="Environment">Development, Test or Production.</param>
/// <param name="Build">What was built.</param>
/// <param name="Software">What it runs on and consists of.</param>
/// <param name="Settings">The settings of the contract by the names of their environment variables.</param>
/// <param name="SecretsKey">Identifies the key of the secrets' hashes; null if there is none.</param>
/// <param name="Inputs">What the libraries below the service read beside the settings.</param>
/// <param name="Logging">The settings of the log.</param>
/// <param name="Network">How called names become addresses.</param>
/// <param name="Process">The process, as determined by the machine and its limits.</param>
/// <param name="Storage">The storage and its table.</param>
/// <param name="Time">Clocks; null if the program does not serve.</param>
/// <param name="Behaviour">The behaviour that clients see.</param>
internal sealed record EnvironmentDescription(
    string Environment,
    BuildDescription Build,
    SoftwareDescription Software,
    SortedDictionary<string, SettingDescription> Settings,
    string? SecretsKey,
    InputsDescription Inputs,
    SortedDictionary<string, InputDescription> Logging,
    NetworkDescription Network,
    ProcessDescription Process,
    StorageDescription Storage,
    TimeDescription? Time,
    BehaviourDescription Behaviour
);
