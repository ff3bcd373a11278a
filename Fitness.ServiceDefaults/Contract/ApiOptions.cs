namespace Fitness;

/// <summary>The options of the API's commands that others give it, too.</summary>
public static class ApiOptions
{
    /// <summary>Of <see cref="ApiProgram.CaptureCommand"/>: a user's id; several times for several users.</summary>
    public const string User = "--user";

    /// <summary>Of <see cref="ApiProgram.CaptureCommand"/>: everybody of whom there are records.</summary>
    public const string AllUsers = "--all-users";

    /// <summary>Of <see cref="ApiProgram.CaptureCommand"/>: what is wrong, in a line.</summary>
    public const string Title = "--title";

    /// <summary>Of <see cref="ApiProgram.CaptureCommand"/>: what was done, expected and seen instead.</summary>
    public const string Note = "--note";

    /// <summary>Of <see cref="ApiProgram.CaptureCommand"/>: what the capsule is called.</summary>
    public const string Name = "--name";

    /// <summary>Of <see cref="ApiProgram.CaptureCommand"/>: who captures.</summary>
    public const string By = "--by";

    /// <summary>Of <see cref="ApiProgram.CaptureCommand"/>: standard input has a line of JSON that describes the container, and then the lines of its log.</summary>
    public const string Logs = "--logs";

    /// <summary>Of <see cref="ApiProgram.CaptureCommand"/>: the service goes on meanwhile.</summary>
    public const string Live = "--live";

    /// <summary>Of <see cref="ApiProgram.CaptureCommand"/>: behind it come settings of the service, in the form in which it takes them.</summary>
    public const string ServiceSettings = "--";

    /// <summary>Of <see cref="ApiProgram.ReplayCommand"/>: how often.</summary>
    public const string Times = "--times";

    /// <summary>Of <see cref="ApiProgram.ReplayCommand"/>: storage requests that differ count as differences.</summary>
    public const string Strict = "--strict";

    /// <summary>Of <see cref="ApiProgram.ReplayCommand"/>: the folder of the test that is to be written.</summary>
    public const string Test = "--test";
}
