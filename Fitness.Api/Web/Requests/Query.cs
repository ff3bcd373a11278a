using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fitness.Api.Web.Metadata;
using Fitness.Api.Web.Problems;
using Microsoft.AspNetCore.Http.Metadata;

namespace Fitness.Api.Web.Requests;

/// <summary>The query parameters of a request, read by the same rules as a body: unknown, repeated and invalid ones are rejected by name.</summary>
internal sealed class Query<T> : ICheckedInput, IBindableFromHttpContext<Query<T>>, IEndpointParameterMetadataProvider
    where T : class, IInput<T>
{
    private readonly T? value;

    private Query(T? value, ProblemResult? problem) => (this.value, Problem) = (value, problem);

    public ProblemResult? Problem { get; }

    public T Value => value ?? throw new InvalidOperationException("The endpoint lacks WithCheckedInput().");

    public static ValueTask<Query<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var errors = new RequestErrors();
        var json = new JsonObject();
        foreach (var (name, values) in context.Request.Query)
        {
            if (values.Count != 1)
                errors.Add(name, "The parameter is given more than once.");
            else
                json[name] = ToJson(name, values[0]!);
        }
        using var document = JsonDocument.Parse(json.ToJsonString());
        var input = InputReader<T>.Read(document.RootElement, errors);
        return ValueTask.FromResult<Query<T>?>(new Query<T>(input, input is null ? ProblemResult.Invalid(errors) : null));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new QueryParameters(typeof(T)));

    private static JsonValue ToJson(string name, string text) =>
        InputReader<T>.IsNumber(name)
        && decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? JsonValue.Create(number)
            // A plus sign that is not encoded comes as a blank, and a time has none.
            : JsonValue.Create(InputReader<T>.IsTime(name) ? text.Replace(' ', '+') : text);
}
