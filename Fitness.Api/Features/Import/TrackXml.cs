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

    /// <summary>The recordings in the file, after its end.</summary>
    public IReadOnlyList<TrackFile> Finish();
}

/// <summary>
/// Parses a GPX or TCX file as it arrives; of it, only the points are kept. Neither format has a document type declaration or custom entities,
/// so a file with either is refused. Elements are known by their names alone: many exporters forget a namespace, or declare another.
/// </summary>
internal static class TrackXml
{
    private const int MaxReason = 200;

    // How the parser begins what it says of such a declaration, before and after the root begins; names of the file come later in its messages.
    private static readonly string[] DeclarationReasons = ["For security reasons DTD", "Unexpected DTD declaration"];

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
    public static async Task<IReadOnlyList<TrackFile>> ReadAsync(TrackStream stream)
    {
        var names = new TrackNames();
        using var text = await OpenAsync(stream);
        using var xml = XmlReader.Create(
            text,
            new XmlReaderSettings
            {
                Async = true,
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                NameTable = names,
                // Comments and processing instructions are not ignored here: the reader would skip any number of them in one step.
                IgnoreWhitespace = true,
            },
            new XmlParserContext(names, new LenientNamespaces(names), null, XmlSpace.None)
        );
        var place = (IXmlLineInfo)xml;
        try
        {
            return await WalkAsync(xml, place, stream);
        }
        catch (XmlException exception)
        {
            throw CreateException(exception);
        }
        catch (FormatException exception)
        {
            throw CreateException(exception.Message, Math.Max(1, place.LineNumber), Math.Max(1, place.LinePosition), exception);
        }
    }

    private static async Task<TextReader> OpenAsync(TrackStream stream)
    {
        try
        {
            return await TrackText.OpenAsync(stream);
        }
        catch (FormatException exception)
        {
            throw CreateException(exception.Message, 1, 1, exception);
        }
    }

    /// <summary>What the parser says, unless that is about its settings, or repeats more of the file than one needs to find the place.</summary>
    private static TrackFileException CreateException(XmlException exception)
    {
        // An empty file has no position at all, and neither has a document type declaration.
        var (line, column) = (Math.Max(1, exception.LineNumber), Math.Max(1, exception.LinePosition));
        var said = exception.Message;
        if (DeclarationReasons.Any(reason => said.StartsWith(reason, StringComparison.Ordinal)))
            return CreateException("The file has a document type declaration, which neither GPX nor TCX has.", line, column, exception);
        // Another kind of file, or none.
        if (line == 1 && column == 1)
            return new TrackFileException("The file is neither GPX nor TCX nor FIT: it does not begin as one of them does.", exception);
        return said.Length > MaxReason
            ? CreateException(said[..MaxReason] + "…", line, column, exception)
            : new TrackFileException(said, line, column, exception);
    }

    private static async Task<IReadOnlyList<TrackFile>> WalkAsync(XmlReader xml, IXmlLineInfo place, TrackStream stream)
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
        root switch
        {
            GpxFormat.Root => new GpxFormat(),
            TcxFormat.Root => new TcxFormat(),
            _ => throw new FormatException(
                $"The file is neither GPX nor TCX: its root is '{TrackValues.Abbreviate(root)}' of the namespace '{TrackValues.Abbreviate(ns)}'."
            ),
        };

    /// <summary>What is wrong, and where.</summary>
    public static TrackFileException CreateException(string message, int line, int column, Exception inner) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{message} Line {line}, position {column}."), line, column, inner);
}
