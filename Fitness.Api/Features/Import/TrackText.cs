using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Fitness.Api.Features.Import;

/// <summary>
/// The text of a file. The bytes decide on its encoding, and only where they leave a choice the declaration: exporters copy declarations
/// from elsewhere. Blanks before the declaration, which XML forbids, are skipped.
/// </summary>
internal static partial class TrackText
{
    private const int Beginning = 1024;

    // Also the bytes of UTF-8's byte order mark.
    private static readonly SearchValues<byte> Blanks = SearchValues.Create([.. " \t\r\n"u8, .. Encoding.UTF8.Preamble]);

    /// <summary>Opens the text at the declaration or the root.</summary>
    /// <exception cref="FormatException">The declared encoding is not known here.</exception>
    public static async Task<TextReader> OpenAsync(Stream stream)
    {
        var beginning = new byte[Beginning];
        var length = await stream.ReadAtLeastAsync(beginning, Beginning, throwOnEndOfStream: false);
        var encoding = EncodingOf(beginning.AsSpan(0, length));
        var blanks = encoding.IsSingleByte || ReferenceEquals(encoding, Lenient) ? beginning.AsSpan(0, length).IndexOfAnyExcept(Blanks) : 0;
        var text = new JoinedStream(beginning.AsMemory(Math.Max(0, blanks)..length), stream);
        return new StreamReader(text, encoding, detectEncodingFromByteOrderMarks: true, ParserTurns.MaxRead);
    }

    /// <summary>The text that single bytes of a file are, in the encoding that declares none.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) => Lenient.GetString(bytes);

    /// <summary>A text in one line: what is no character of a text, such as a control character, is a blank. Null if nothing is left.</summary>
    public static string? Line(string? text)
    {
        if (text is null)
            return null;
        var line = string.Create(text.Length, text, static (line, text) =>
        {
            for (var index = 0; index < line.Length; index++)
                line[index] = IsText(text[index]) ? text[index] : ' ';
        });
        return string.IsNullOrWhiteSpace(line) ? null : line.Trim();
    }

    // As XML has it, in which the other formats are, but without its line breaks.
    private static bool IsText(char character) =>
        !char.IsControl(character) && (XmlConvert.IsXmlChar(character) || char.IsSurrogate(character));

    private static Encoding EncodingOf(ReadOnlySpan<byte> beginning)
    {
        if (beginning.StartsWith((byte[])[0, (byte)'<']) || beginning.StartsWith((byte[])[0xFE, 0xFF]))
            return Encoding.BigEndianUnicode;
        if (beginning.StartsWith((byte[])[(byte)'<', 0]) || beginning.StartsWith((byte[])[0xFF, 0xFE]))
            return Encoding.Unicode;
        var declared = Declaration().Match(Encoding.Latin1.GetString(beginning));
        if (!declared.Success || beginning.StartsWith(Encoding.UTF8.Preamble))
            return Lenient;
        try
        {
            var encoding = Encoding.GetEncoding(declared.Groups[1].Value);
            // Of several bytes for each character, but the declaration could be read byte by byte.
            return encoding.GetByteCount("<") > 1 || encoding.CodePage == Encoding.UTF8.CodePage ? Lenient : encoding;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new FormatException("The encoding that the file declares is not supported; use UTF-8.", exception);
        }
    }

    // A byte that is none in UTF-8 is taken for Latin 1.
    private static readonly Encoding Lenient = Encoding.GetEncoding(
        Encoding.UTF8.WebName,
        EncoderFallback.ReplacementFallback,
        new Latin1Fallback()
    );

    [GeneratedRegex(
        """^[\s\u00EF\u00BB\u00BF]*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""",
        RegexOptions.None,
        Patterns.TimeoutMilliseconds
    )]
    private static partial Regex Declaration();
}
