using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Fitness.Api.Web.Problems;

namespace Fitness.Api.Web.Requests;

/// <summary>
/// Reads a JSON object into <typeparamref name="T"/> field by field, so that one response names everything that is wrong.
/// The rules are the validation attributes of <typeparamref name="T"/>, from which the OpenAPI document is generated too, and its own <see cref="IValidatableObject"/>.
/// </summary>
internal static class InputReader<T>
    where T : class, IInput<T>
{
    private sealed record Field(string Name, JsonTypeInfo Type, ValidationAttribute[] Rules, bool Required)
    {
        public Type ValueType => Nullable.GetUnderlyingType(Type.Type) ?? Type.Type;
    }

    private static readonly Dictionary<string, Field> Fields = T.JsonType.Properties.ToDictionary(
        property => property.Name,
        property =>
        {
            var rules = property
                .AttributeProvider?.GetCustomAttributes(typeof(ValidationAttribute), inherit: true)
                .Cast<ValidationAttribute>()
                .ToArray()
                ?? [];
            return new Field(
                property.Name,
                T.JsonType.Options.GetTypeInfo(property.PropertyType),
                rules,
                rules.OfType<RequiredAttribute>().Any()
            );
        },
        StringComparer.Ordinal
    );

    private static readonly string FieldNames = string.Join(", ", Fields.Keys);

    /// <summary>Whether there is a field of this name.</summary>
    public static bool Has(string name) => Fields.ContainsKey(name);

    /// <summary>Whether the field holds a number, so that a query parameter's text is to be read as one.</summary>
    public static bool IsNumber(string name) => Fields.TryGetValue(name, out var field) && IsNumber(field.ValueType);

    /// <summary>Whether the field holds a time.</summary>
    public static bool IsTime(string name) => Fields.TryGetValue(name, out var field) && field.ValueType == typeof(DateTimeOffset);

    /// <summary>Reads the whole object.</summary>
    /// <returns>The value, or null with at least one error added.</returns>
    public static T? Read(JsonElement json, RequestErrors errors)
    {
        Check(json, errors, partial: false);
        if (errors.Any)
            return null;
        var value = Deserialize(json);
        if (value is IValidatableObject consistent)
        {
            foreach (var result in consistent.Validate(new ValidationContext(value, typeof(T).Name, null, null)))
            {
                foreach (var name in result.MemberNames)
                    errors.Add(name, result.ErrorMessage!);
            }
        }
        return errors.Any ? null : value;
    }

    private static T Deserialize(JsonElement json)
    {
        JsonObject? usual = null;
        foreach (var property in json.EnumerateObject())
        {
            if (InputForms.ToUsual(Fields[property.Name].ValueType, property.Value) is { } value)
                (usual ??= JsonObject.Create(json)!)[property.Name] = value;
        }
        return (usual is null ? json.Deserialize(T.JsonType) : usual.Deserialize(T.JsonType))!;
    }

    /// <summary>Checks each field that is present; a partial object (a merge patch) may omit or remove required fields.</summary>
    public static void Check(JsonElement json, RequestErrors errors, bool partial)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            errors.Add("", "The body must be a JSON object.");
            return;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            if (!property.TryGetName(out var name))
                errors.Add("", "A field's name is not valid text.");
            else if (!Fields.TryGetValue(name, out var field))
                errors.Add(name, $"This is not a field that a request may carry. The fields are {FieldNames}.");
            else if (!seen.Add(name))
                errors.Add(name, "The field is given more than once.");
            else
                Check(field, property.Value, errors, partial);
        }
        if (partial)
            return;
        foreach (var field in Fields.Values)
        {
            if (field.Required && !seen.Contains(field.Name))
                errors.Add(field.Name, "The field is required.");
        }
    }

    private static void Check(Field field, JsonElement json, RequestErrors errors, bool partial)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            if (field.Required && !partial)
                errors.Add(field.Name, "The field is required.");
            return;
        }
        if (!TryRead(field, json, out var value))
        {
            errors.Add(field.Name, $"The value must be {Describe(field.ValueType)}.");
            return;
        }
        foreach (var rule in field.Rules)
        {
            if (!rule.IsValid(value))
                errors.Add(field.Name, rule.FormatErrorMessage(field.Name));
        }
    }

    private static bool TryRead(Field field, JsonElement json, out object? value)
    {
        value = null;
        try
        {
            if (field.ValueType == typeof(DateTimeOffset) && !InputForms.IsTime(json))
                return false;
            value = InputForms.ToUsual(field.ValueType, json) is { } usual ? usual.Deserialize(field.Type) : json.Deserialize(field.Type);
            // The enum converter ignores letter case; the API's names are case-sensitive.
            return !field.ValueType.IsEnum
                || (
                    json.ValueKind == JsonValueKind.String && EnumNames(field.ValueType).Contains(json.GetString()!, StringComparer.Ordinal)
                );
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private static string Describe(Type type) =>
        type.IsEnum ? $"one of {string.Join(", ", EnumNames(type))}"
        : type == typeof(DateTimeOffset) ? "an RFC 3339 time with its offset, such as 2026-11-01T07:30:00+01:00"
        : type == typeof(int) ? "a whole number"
        : type == typeof(decimal) ? "a number"
        : type == typeof(byte[][]) ? "a list of texts in Base64"
        : "a text";

    private static bool IsNumber(Type type) => type == typeof(int) || type == typeof(decimal);

    private static IEnumerable<string> EnumNames(Type type) => type.GetEnumNames().Select(JsonNamingPolicy.CamelCase.ConvertName);
}
