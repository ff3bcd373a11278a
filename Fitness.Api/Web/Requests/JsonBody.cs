using System.Reflection;
using Fitness.Api.Web.Problems;
using Microsoft.AspNetCore.Http.Metadata;

namespace Fitness.Api.Web.Requests;

/// <summary>A JSON body, read and checked.</summary>
internal sealed class JsonBody<T> : ICheckedInput, IBindableFromHttpContext<JsonBody<T>>, IEndpointParameterMetadataProvider
    where T : class, IInput<T>
{
    private readonly T? value;

    private JsonBody(T? value, ProblemResult? problem) => (this.value, Problem) = (value, problem);

    public ProblemResult? Problem { get; }

    public T Value => value ?? throw new InvalidOperationException("The endpoint lacks WithCheckedInput().");

    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (document, problem) = await JsonDocuments.ReadAsync(context.Request, JsonDocuments.Json);
        if (document is null)
            return new JsonBody<T>(null, problem);
        using (document)
        {
            var errors = new RequestErrors();
            var input = InputReader<T>.Read(document.RootElement, errors);
            return new JsonBody<T>(input, input is null ? ProblemResult.Invalid(errors) : null);
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([JsonDocuments.Json], typeof(T)));
}
