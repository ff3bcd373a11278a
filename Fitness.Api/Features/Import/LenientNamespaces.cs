using System.Xml;

namespace Fitness.Api.Features.Import;

/// <summary>Namespaces in which a prefix that the file does not declare is one of its own: exporters forget those of their extensions.</summary>
internal sealed class LenientNamespaces(XmlNameTable names) : XmlNamespaceManager(names)
{
    private const string Undeclared = "urn:undeclared:";

    public override string? LookupNamespace(string prefix) =>
        base.LookupNamespace(prefix) ?? (prefix.Length == 0 ? null : NameTable!.Add(Undeclared + prefix));
}
