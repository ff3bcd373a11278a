using System.Xml;

namespace Fitness.Api.Features.Import;

/// <summary>The names in a file. The parser keeps each until the file ends, so their length and number are limited.</summary>
internal sealed class TrackNames : NameTable
{
    private int count;

    /// <exception cref="FormatException">It is longer, or one more, than the <see cref="ImportLimits"/> allow.</exception>
    public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? AddNew(new string(key, start, len));

    /// <exception cref="FormatException">It is longer, or one more, than the <see cref="ImportLimits"/> allow.</exception>
    public override string Add(string key) => Get(key) ?? AddNew(key);

    private string AddNew(string name)
    {
        if (name.Length > ImportLimits.MaxName)
            throw new FormatException($"A name or namespace is longer than {ImportLimits.MaxName} characters.");
        if (++count > ImportLimits.MaxNames)
            throw new FormatException($"The file has more than {ImportLimits.MaxNames} different names and namespaces.");
        return base.Add(name);
    }
}
