using System.Globalization;
using System.Text;
using System.Xml;

namespace Fitness.Api.Features.Import;

/// <summary>Reads one format. Names come without namespace prefixes; the parent of the root is empty.</summary>
internal interface ITrackFormat
{
    /// <summary>An element begins; the reader is positioned on it, to read its attributes.</summary>
    public void Begin(string parent, string name, XmlReader element);

    /// <summary>An element ends; the text is what was directly inside it.</summary>
    public void End(string parent, string name, string text);

    /// <summary>The content of the file, after its end.</summary>
    public TrackFile Finish();
}

/// <summary>
/// Parses a GPX 1.1 or TCX file as it arrives, in constant memory. Neither format has a document type declaration or custom entities,
/// so a file with either is refused.
/// </summary>
internal static class TrackXml
{
    private sealed record Element(string Parent, string Name, int Line, int Column)
    {
        private string first = "";
        private StringBuilder? more;

        public string Text => more?.ToString() ?? first;

        // Nearly every text comes in one piece.
        public void Append(string text)
        {
            if (text.Length + (more?.Length ?? first.Length) > ImportLimits.MaxText)
                throw new FormatException(ImportLimits.TooLong);
            if (first.Length == 0)
                first = text;
            else
                (more ??= new StringBuilder(first)).Append(text);
        }
    }

    /// <exception cref="TrackFileException">The file is malformed, in neither format, or over one of the <see cref="ImportLimits"/>.</exception>
    public static async Task<TrackFile> ReadAsync(TrackStream stream)
    {
        using var xml = XmlReader.Create(
            stream,
            new XmlReaderSettings
            {
                Async = true,
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                NameTable = new TrackNames(),
                // Comments and processing instructions are not ignored here: the reader would skip any number of them in one step.
                IgnoreWhitespace = true,
            }
        );
        var place = (IXmlLineInfo)xml;
        try
        {
            return await WalkAsync(xml, place, stream);
        }
        catch (XmlException exception)
        {
            // An empty file has no position at all.
            throw new TrackFileException(
                exception.Message,
                Math.Max(1, exception.LineNumber),
                Math.Max(1, exception.LinePosition),
                exception
            );
        }
        catch (FormatException exception)
        {
            throw CreateException(exception.Message, Math.Max(1, place.LineNumber), Math.Max(1, place.LinePosition), exception);
        }
        catch (NotSupportedException exception)
        {
            throw CreateException(
                "The encoding that the file declares is not supported; use UTF-8.",
                Math.Max(1, place.LineNumber),
                Math.Max(1, place.LinePosition),
                exception
            );
        }
    }

    /// <summary>Parses a number in a file.</summary>
    /// <exception cref="FormatException">It is not a number, or out of range.</exception>
    public static double Number(string name, string? text, double from, double to) =>
        double.TryParse(text?.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= from && value <= to
            ? value
            : throw new FormatException(
                string.Create(CultureInfo.InvariantCulture, $"'{name}' is '{Abbreviate(text)}'; it must be a number from {from} to {to}.")
            );

    /// <summary>Parses a time in a file. Both formats use UTC, so a time without an offset is taken as UTC.</summary>
    /// <exception cref="FormatException">It is not a time.</exception>
    public static DateTimeOffset Time(string name, string? text)
    {
        try
        {
            var time = XmlConvert.ToDateTime(text?.Trim() ?? "", XmlDateTimeSerializationMode.RoundtripKind);
            return time.Kind == DateTimeKind.Local
                ? new DateTimeOffset(time).ToUniversalTime()
                : new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new FormatException($"'{name}' is '{Abbreviate(text)}'; it must be a time such as 2026-11-01T06:30:00Z.", exception);
        }
    }

    private static async Task<TrackFile> WalkAsync(XmlReader xml, IXmlLineInfo place, TrackStream stream)
    {
        ITrackFormat? format = null;
        var open = new Stack<Element>();
        while (await xml.ReadAsync())
        {
            stream.BeginNode();
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    format ??= FormatOf(xml.NamespaceURI, xml.LocalName);
                    if (open.Count == ImportLimits.MaxDepth)
                        throw new FormatException($"The elements are nested more than {ImportLimits.MaxDepth} deep.");
                    CheckAttributes(xml);
                    var parent = open.TryPeek(out var outer) ? outer.Name : "";
                    var element = new Element(parent, xml.LocalName, place.LineNumber, place.LinePosition);
                    var empty = xml.IsEmptyElement;
                    format.Begin(parent, element.Name, xml);
                    if (empty)
                        End(format, element);
                    else
                        open.Push(element);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    open.Peek().Append(await xml.GetValueAsync());
                    break;
                case XmlNodeType.EndElement:
                    End(format!, open.Pop());
                    break;
            }
        }
        return format!.Finish();
    }

    private static void CheckAttributes(XmlReader xml)
    {
        if (xml.AttributeCount > ImportLimits.MaxAttributes)
            throw new FormatException($"An element has more than {ImportLimits.MaxAttributes} attributes.");
        while (xml.MoveToNextAttribute())
        {
            if (xml.Value.Length > ImportLimits.MaxText)
                throw new FormatException(ImportLimits.TooLong);
        }
        xml.MoveToElement();
    }

    private static void End(ITrackFormat format, Element element)
    {
        try
        {
            format.End(element.Parent, element.Name, element.Text);
        }
        catch (FormatException exception)
        {
            throw CreateException(exception.Message, element.Line, element.Column, exception);
        }
    }

    private static ITrackFormat FormatOf(string ns, string root) =>
        (ns, root) switch
        {
            (GpxFormat.Namespace, "gpx") => new GpxFormat(),
            (TcxFormat.Namespace, "TrainingCenterDatabase") => new TcxFormat(),
            _ => throw new FormatException(
                $"The file is neither GPX 1.1 nor TCX: its root is '{Abbreviate(root)}' of the namespace '{Abbreviate(ns)}'."
            ),
        };

    private static TrackFileException CreateException(string message, int line, int column, Exception inner) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{message} Line {line}, position {column}."), line, column, inner);

    private static string Abbreviate(string? text) => text is { Length: > 60 } ? text[..60] + "…" : text ?? "";
}
