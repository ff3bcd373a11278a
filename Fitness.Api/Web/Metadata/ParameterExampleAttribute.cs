namespace Fitness.Api.Web.Metadata;

/// <summary>An example of a query parameter, for the OpenAPI document.</summary>
/// <param name="value">The parameter's value: a text or a whole number.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ParameterExampleAttribute(object value) : Attribute
{
    public object Value => value;
}
