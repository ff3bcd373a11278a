namespace Fitness.Benchmarks.Calls;

/// <summary>A kind of request; <c>load.lua</c> says what may stand in the path and in the body.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path with its query.</param>
/// <param name="Body">The body; empty for none.</param>
/// <param name="Headers">The headers, each as <c>name:value</c>.</param>
internal sealed record Request(string Method, string Path, string Body, params string[] Headers)
{
    private const string Json = "Content-Type:application/json";

    public static Request Get(string path, params string[] headers) => new("GET", path, "", headers);

    public static Request Post(string path, string json) => new("POST", path, json, Json);

    public static Request Put(string path, string json, params string[] headers) => new("PUT", path, json, [Json, .. headers]);
}

/// <summary>A line of a table: a request to a service.</summary>
/// <param name="Name">Its name, the same in every table.</param>
/// <param name="Service">Who answers.</param>
/// <param name="Request">What is asked.</param>
internal sealed record Row(string Name, Service Service, Request Request);
