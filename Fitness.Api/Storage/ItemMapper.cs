using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace Fitness.Api.Storage;

/// <summary>
/// Stores the properties of a type as attributes with the names of its JSON fields: a number as a number, a time in the round-trip
/// format, a member of an enumeration by its name in C#. A null value has no attribute. The properties need setters, because a generated
/// contract cannot set those that are init-only.
/// </summary>
/// <typeparam name="T">The type. Its properties are texts, whole or decimal numbers, times and enumerations; any other is an error.</typeparam>
internal sealed class ItemMapper<T>
    where T : class
{
    private sealed record Field(string Name, Func<object, object?> Get, Action<object, object?> Set, Func<Item, string, object?> Read);

    private readonly Field[] fields;

    /// <param name="type">The JSON contract of the type.</param>
    public ItemMapper(JsonTypeInfo<T> type) =>
        fields = [
            .. type.Properties.Select(property => new Field(property.Name, property.Get!, property.Set!, ReaderOf(property.PropertyType))),
        ];

    /// <summary>The names of the attributes.</summary>
    public IEnumerable<string> Names => fields.Select(one => one.Name);

    /// <summary>Adds the value's attributes to the item.</summary>
    public void Write(T value, Item item)
    {
        foreach (var field in fields)
        {
            switch (field.Get(value))
            {
                case string text:
                    item.Put(field.Name, text);
                    break;
                case DateTimeOffset time:
                    item.Put(field.Name, time);
                    break;
                case Enum member:
                    item.Put(field.Name, member.ToString());
                    break;
                case { } number:
                    item.Put(field.Name, Convert.ToDecimal(number, CultureInfo.InvariantCulture));
                    break;
            }
        }
    }

    /// <summary>Sets the value's properties to the item's attributes; those without an attribute keep their value.</summary>
    public void Read(Item item, T value)
    {
        foreach (var field in fields)
        {
            if (field.Read(item, field.Name) is { } read)
                field.Set(value, read);
        }
    }

    private static Func<Item, string, object?> ReaderOf(Type type)
    {
        var stored = Nullable.GetUnderlyingType(type) ?? type;
        return stored == typeof(string) ? (item, name) => item.Text(name)
            : stored == typeof(int) ? (item, name) => item.Int(name)
            : stored == typeof(decimal) ? (item, name) => item.Number(name)
            : stored == typeof(DateTimeOffset) ? (item, name) => item.Time(name)
            : stored.IsEnum ? MemberReaderOf(stored)
            : throw new NotSupportedException($"A {stored.Name} cannot be stored.");
    }

    /// <summary>Looks the member up: parsing would search all names in each item.</summary>
    private static Func<Item, string, object?> MemberReaderOf(Type type)
    {
        var members = Enum.GetNames(type)
            .ToFrozenDictionary(name => name, name => Enum.Parse(type, name), StringComparer.OrdinalIgnoreCase);
        return (item, name) => item.Text(name) is { } text ? members[text] : null;
    }
}
