using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Fitness.Tests.Robustness;

/// <summary>Damages requests: the tree of a document, its bytes, or a text.</summary>
internal static class Mutations
{
    private static readonly string[] Values =
    [
        "",
        " ",
        "0",
        "-0",
        "-1",
        "1.5",
        "1e308",
        "-1e308",
        "1e400",
        "NaN",
        "Infinity",
        "2147483648",
        "-9223372036854775809",
        "79228162514264337593543950336",
        "null",
        "true",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.9999999Z",
        "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00+14:00",
        "2026-02-30T00:00:00Z",
        "2026-11-01T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "--11-01",
        "10000-01-01T00:00:00Z",
        "\ud83d\ude00",
        "\u0000",
        "\uffff",
        "\u202e",
        "ß",
        "a\u0301",
        "../..",
        "*",
        "\"",
        "W/\"1\"",
        "%",
        "{",
        "[",
        new('x', 5000),
        new('9', 1000),
    ];

    private static readonly string[] Pieces =
    [
        "<",
        ">",
        "/>",
        "</",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?xml version=\"1.0\"?>",
        "<!DOCTYPE a>",
        "&amp;",
        "&#0;",
        "&#xFFFFF;",
        "&x;",
        " xmlns=\"\"",
        " a=\"1\" a=\"2\"",
        "=\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\ud800",
        "\\u0000",
        "null",
        "1e999",
        "//",
        "\ufeff",
        "\0",
    ];

    private static readonly string[] Declarations =
    [
        "utf-8",
        "utf-7",
        "utf-16",
        "utf-32",
        "iso-8859-1",
        "us-ascii",
        "windows-1252",
        "ebcdic-cp-us",
        "x",
        "",
    ];

    public static byte[] Xml(Random random, string seed)
    {
        var document = XDocument.Parse(seed);
        for (var count = random.Next(0, 5); count > 0; count--)
            Change(random, document);
        var declaration = random.Next(8) == 0 ? $"<?xml version=\"1.0\" encoding=\"{Pick(random, Declarations)}\"?>" : "";
        Encoding encoding = random.Next(20) == 0 ? Encoding.Unicode : Encoding.UTF8;
        return Bytes(random, encoding.GetBytes(declaration + Text(document)));
    }

    public static byte[] Json(Random random, JsonNode seed)
    {
        var node = seed.DeepClone();
        for (var count = random.Next(0, 4); count > 0; count--)
            Change(random, node);
        return Bytes(random, Encoding.UTF8.GetBytes(node.ToJsonString()));
    }

    /// <summary>A text of a header or a query parameter.</summary>
    public static string Text(Random random, string seed)
    {
        var text = random.Next(4) == 0 ? Pick(random, Values) : Encoding.Latin1.GetString(Damage(random, Encoding.UTF8.GetBytes(seed)));
        // Beyond a few KB of request line and headers the server answers, without a body.
        return text[..Math.Min(text.Length, 200)];
    }

    private static void Change(Random random, XDocument document)
    {
        var elements = document.Descendants().ToArray();
        var (one, other) = (Pick(random, elements), Pick(random, elements));
        switch (random.Next(6))
        {
            case 0:
                other.Add(new XElement(one));
                break;
            case 1:
                if (one.Parent is not null)
                    one.Remove();
                break;
            case 2:
                one.Attributes().Where(attribute => attribute.IsNamespaceDeclaration).Remove();
                one.Name = one.Parent is null ? one.Name : other.Name;
                break;
            case 3:
                if (!one.HasElements)
                    one.Value = Clean(Pick(random, Values));
                break;
            case 4:
                if (one.Attributes().FirstOrDefault(attribute => !attribute.IsNamespaceDeclaration) is { } attribute)
                    attribute.Value = Clean(Pick(random, Values));
                break;
            default:
                other.AddFirst(new XElement(one));
                break;
        }
    }

    private static void Change(Random random, JsonNode node)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } fields:
                var name = Pick(random, fields.Select(field => field.Key).ToArray());
                if (fields[name] is JsonObject or JsonArray && random.Next(4) != 0)
                    Change(random, fields[name]!);
                else if (random.Next(6) == 0)
                    fields.Remove(name);
                else if (random.Next(6) == 0)
                    fields[Pick(random, Values)] = fields[name]?.DeepClone();
                else
                    fields[name] = Value(random, node);
                break;
            case JsonArray { Count: > 0 } items:
                var index = random.Next(items.Count);
                if (items[index] is JsonObject && random.Next(4) != 0)
                    Change(random, items[index]!);
                else
                    items.Insert(index, random.Next(2) == 0 ? items[index]?.DeepClone() : Value(random, node));
                break;
        }
    }

    private static JsonNode? Value(Random random, JsonNode around) =>
        random.Next(6) switch
        {
            0 => null,
            1 => JsonValue.Create(random.NextDouble() * Math.Pow(10, random.Next(-20, 30))),
            2 => JsonValue.Create(random.Next()),
            3 => around.DeepClone(),
            4 => new JsonArray(),
            _ => JsonValue.Create(Pick(random, Values)),
        };

    private static byte[] Bytes(Random random, byte[] bytes) => random.Next(3) == 0 ? Damage(random, bytes) : bytes;

    /// <summary>Bytes that are cut, doubled, left out, or replaced by others.</summary>
    public static byte[] Damage(Random random, byte[] bytes)
    {
        for (var count = random.Next(1, 4); count > 0 && bytes.Length > 0; count--)
        {
            var (from, length) = (random.Next(bytes.Length), random.Next(1, 20));
            var to = Math.Min(bytes.Length, from + length);
            bytes = random.Next(6) switch
            {
                0 => bytes[..from],
                1 => [.. bytes[..from], .. bytes[to..]],
                2 => [.. bytes[..to], .. bytes[from..]],
                3 => [.. bytes[..from], (byte)random.Next(256), .. bytes[(from + 1)..]],
                4 => [.. bytes[..from], .. Encoding.UTF8.GetBytes(Pick(random, Values)), .. bytes[to..]],
                _ => [.. bytes[..from], .. Encoding.UTF8.GetBytes(Pick(random, Pieces)), .. bytes[from..]],
            };
        }
        return bytes;
    }

    private static string Text(XDocument document) => document.Root!.ToString(SaveOptions.DisableFormatting);

    // The writer of the tests refuses what XML cannot hold; the damaged bytes have it.
    private static string Clean(string text) => string.Concat(text.Where(System.Xml.XmlConvert.IsXmlChar));

    private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];
}
