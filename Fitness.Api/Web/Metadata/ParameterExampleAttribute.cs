namespace Fitness.Api.Web.Metadata;

/// <summary>An example of a query parameter, for the OpenAPI document.</summary>
/// <param name="value">The parameter's text.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ParameterExampleAttribute(string value) : Attribute
{
    public string Value => value;
}
